"""A demonstration campaign, made through the product's own verbs and imports; used by `make demo`, tests and journeys."""
