"""The tables of supervision, one file a theme; code imports them from huiyin.supervision.models."""
