"""Staff pages of regulations, under /desk/regulating/."""
