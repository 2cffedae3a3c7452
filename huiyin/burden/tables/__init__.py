"""Tables of the load on units below, one file a theme."""
