"""Staff pages of study."""
