"""The tables of rectification, one file a theme; code imports them from huiyin.rectification.models."""
