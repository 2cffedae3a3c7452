"""Excel as clerks live it: take files in, read rows with their file, sheet and row, write books and templates."""
