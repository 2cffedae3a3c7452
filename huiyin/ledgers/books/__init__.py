"""One file a book: its model and its declaration."""
