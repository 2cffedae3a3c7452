"""The themes ledgers stand under, in the order every page, document and interface shows them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Theme(TextChoices):
    """The rows of the capability map that keep books; the figures stand under the same words."""

    ORGANISATION = "organisation", _("组织与人员")
    PLANNING = "planning", _("活动部署")
    STUDY = "study", _("学习教育")
    LISTENING = "listening", _("听取意见")
    FINDING = "finding", _("查摆问题")
    RECTIFICATION = "rectification", _("整改落实")
    SUPERVISION = "supervision", _("督导检查")
    SERVICE = "service", _("联系服务")
    VOTING = "voting", _("测评和票决")
    HONOURS = "honours", _("典型和荣誉")
    INFORMING = "informing", _("信息宣传")
    PILOTS = "pilots", _("试点创新")
    BURDEN = "burden", _("减负和经费")
