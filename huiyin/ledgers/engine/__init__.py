"""The ledger engine: reads a declaration and gives list, form, Excel, API, rights, audit and disclosure. Names no ledger."""
