"""Django finds models here; code imports them from here."""

from huiyin.burden.tables.asking import FormRequest, FormTrace, Objection
from huiyin.burden.tables.budgets import BudgetChange, Openness

__all__ = ["BudgetChange", "FormRequest", "FormTrace", "Objection", "Openness"]
