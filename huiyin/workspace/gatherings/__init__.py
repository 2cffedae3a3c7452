"""Staff pages of gatherings."""
