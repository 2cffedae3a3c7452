"""The tables of opinions, one file a theme; code imports them from huiyin.opinions.models."""
