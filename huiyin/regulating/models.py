"""Django finds models here; they stand in huiyin/regulating/tables, one file a theme."""

from huiyin.regulating.tables.rules import Rule, RuleReader, RuleText

__all__ = ["Rule", "RuleReader", "RuleText"]
