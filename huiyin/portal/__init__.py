"""Public pages: no sign-in, no cookies, nothing that was not declared public."""
