"""Reading of the roster and plan workbooks: sheets, rows with their places, and what each section would change."""
