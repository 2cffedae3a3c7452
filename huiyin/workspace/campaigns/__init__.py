"""Pages on campaigns: the list, the plan, the campaign's own page, its units, stages and handover."""
