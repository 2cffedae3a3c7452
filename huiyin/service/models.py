"""Django finds models here; they stand in huiyin/service/tables, one file a theme."""

from huiyin.service.tables.promises import ServicePromise
from huiyin.service.tables.relief import ReliefList, ReliefRecipient

__all__ = ["ReliefList", "ReliefRecipient", "ServicePromise"]
