"""The tables of study, one file a theme; code imports them from huiyin.study.models."""
