"""One file a theme."""
