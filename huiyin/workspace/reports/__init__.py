"""Pages for writing, comparing, signing and reading reports."""
