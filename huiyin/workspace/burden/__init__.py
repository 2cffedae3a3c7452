"""Staff pages of burden."""
