"""Whose act a measure waits for, and what keeps it from coming: a signature nobody is able to give is said, not found."""

from datetime import date

from django.utils.translation import gettext as _

from huiyin.organisation.access import holders
from huiyin.organisation.models import Account, Role
from huiyin.organisation.posts import holder_on
from huiyin.rectification.models import Measure

State = Measure.State


def awaited(measure: Measure, today: date) -> str:
    """A sentence for the steps that belong to somebody else than the doers; empty for all others (rules.md §4.3)."""
    if measure.state == State.SUBMITTED:
        return _unit_head(measure, today)
    if measure.state == State.ORG_REVIEWED:
        return _leader(measure, today)
    if measure.state == State.LEAD_REVIEWED:
        return _("等督导组或上级活动办公室检查；参与过办理和审签的人不能检查。")
    return ""


def _unit_head(measure: Measure, today: date) -> str:
    words = {"unit": measure.unit.name}
    if holders((Role.HEAD,), measure.unit, today=today).exists():
        return _("等“%(unit)s”的负责人审签。") % words
    return _("等“%(unit)s”的负责人审签；这个单位还没有人有负责人权限，请活动办公室在“单位与人员”里授权。") % words


def _leader(measure: Measure, today: date) -> str:
    lead = holder_on(measure.lead_post, today)
    words = {"post": str(measure.lead_post.title), "name": lead.name if lead else ""}
    if lead is None:
        return _("等牵头领导“%(post)s”审定；这个职务现在没有人担任，请先在“单位与人员”里登记任职。") % words
    if not Account.objects.filter(person=lead, is_active=True).exists():
        return _("等牵头领导“%(post)s”%(name)s审定；本人还没有可以登录的账号，请在“单位与人员”里开通。") % words
    return _("等牵头领导“%(post)s”%(name)s审定；还没有口令的，可由单位开具一次性登录条。") % words
