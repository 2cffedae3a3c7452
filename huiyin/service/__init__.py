"""Contact and service: what was promised on a visit is tracked to its end; lists of people helped stay with the unit."""
