"""Django finds models here; code imports them from here."""

from huiyin.burden.tables.asking import FormRequest, FormTrace, Objection
from huiyin.burden.tables.budgets import BudgetChange, Openness
from huiyin.burden.tables.plans import PlanOverBudget

__all__ = ["BudgetChange", "FormRequest", "FormTrace", "Objection", "Openness", "PlanOverBudget"]
