"""The load on units below: registry of forms and requests, yearly budgets, objections, load by month."""
