"""The Word layer of reports: official documents out (GB/T 9704), office templates in, edited Word files read back."""
