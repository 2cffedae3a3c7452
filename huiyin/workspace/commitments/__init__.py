"""Pages of declarations and commitments."""
