"""Two at the same moment, on PostgreSQL."""
