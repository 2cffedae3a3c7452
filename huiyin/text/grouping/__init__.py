"""Groups what many people wrote: repeats, themes and categories, with no model and no network needed."""
