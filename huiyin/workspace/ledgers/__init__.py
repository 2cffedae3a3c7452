"""Pages of all ledgers, made from their declarations: lists, entries, forms, workbooks out and in."""
