"""Tables of gatherings, one file a theme; import them from huiyin.gatherings.models."""
