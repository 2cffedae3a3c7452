"""Django finds models here; they stand in huiyin/service/tables, one file a theme."""

from huiyin.service.tables.pilots import PilotUnit
from huiyin.service.tables.promises import ServicePromise
from huiyin.service.tables.relief import ReliefList, ReliefRecipient
from huiyin.service.tables.volunteers import VolunteerHours, VolunteerList

__all__ = ["PilotUnit", "ReliefList", "ReliefRecipient", "ServicePromise", "VolunteerHours", "VolunteerList"]
