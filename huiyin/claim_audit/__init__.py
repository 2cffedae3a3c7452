"""Written reports read back: each claim held against the records, confirmed by people, never a fact itself."""
