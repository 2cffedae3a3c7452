"""Makes the rows of a large installation, the same ones for the same seed, as the product's verbs would have left them."""
