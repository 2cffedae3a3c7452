"""What goes out of an audit: Word with comments at the claims, Excel, JSON."""
