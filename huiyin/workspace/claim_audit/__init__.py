"""Pages of the claim audit: texts in, what they say held against the records, Word, Excel and JSON out."""
