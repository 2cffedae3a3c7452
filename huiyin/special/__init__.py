"""Special rectification: each theme a list of problems with indicators that have a baseline, a target and a now."""
