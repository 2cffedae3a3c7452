"""Pages of documents from above."""
