"""Which cells of a table of voices are released: pure rules, no database, so that they can be tried against an attacker."""
