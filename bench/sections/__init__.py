"""One file a section of the page; registry.py lists them."""
