"""The claim audit's application."""

from django.apps import AppConfig


class ClaimAuditConfig(AppConfig):
    """Written reports held against the records."""

    name = "huiyin.claim_audit"
