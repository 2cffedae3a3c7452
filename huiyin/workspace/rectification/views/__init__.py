"""The views of rectification, one file a theme."""
