"""Staff pages of supervision."""
