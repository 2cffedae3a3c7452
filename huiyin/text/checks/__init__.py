"""Inner checks: what a report says against itself, without any records."""
