"""Pages of listening: rounds, slips, triage, consolidation, feedback, referrals, restricted register."""
