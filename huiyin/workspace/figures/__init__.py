"""Pages on which a figure opens: its definition, scope, time, findings and entries."""
