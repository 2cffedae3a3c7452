"""The same answers from SQL written by hand, as a careful engineer would write it over the same tables and indexes."""
