"""Management commands of the ledgers."""
