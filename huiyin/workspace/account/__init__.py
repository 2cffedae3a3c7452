"""Signing in and out, second factor, slips, the demonstration's door, and a person's own account page."""
