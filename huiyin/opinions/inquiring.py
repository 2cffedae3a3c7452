"""追问: the office asks the holder of a code about the matter. It never asks who they are, and does not learn it by asking."""

import re
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.core import audit
from huiyin.core.audit import Action
from huiyin.core.errors import Refused
from huiyin.opinions.access import require_office, require_sees
from huiyin.opinions.models import Inquiry, Opinion
from huiyin.opinions.terms import INQUIRIES
from huiyin.organisation.access import Reach

ASKED_BACK = Action("opinion.asked_back", "追问提意见的人")

MOST = 300
# What only leads to a person. Rather one honest question refused than one author led to give themselves away.
_WHO = re.compile(
    "姓名|名字|叫什么|贵姓|您是谁|你是谁|是谁[说写提]|哪一?位|电话|手机|微信|邮箱|联系方式|身份证|住址|住在哪|工号|学号"
    "|(?:您|你)(?:是|在|的)?(?:哪个|哪一个|什么)?(?:单位|科室|部门|岗位|职务|班组|村组)"
)


def ask_back(*, opinion: Opinion, words: str, actor: Reach, now: datetime, today: date) -> Inquiry:
    """One more question to whoever holds the opinion's code."""
    text = words.strip()
    if not text or len(text) > MOST:
        raise Refused(_("请写要问的事，最多 %(most)d 个字。") % {"most": MOST})
    who = _WHO.search(text)
    if who:
        raise Refused(
            _("追问只能问事情，不能打听是谁说的：“%(words)s”像是在问姓名、单位或联系方式。请改写。") % {"words": who[0]}
        )
    with transaction.atomic():
        locked = Opinion.objects.select_for_update(of=("self",)).select_related("round__unit", "round__campaign")
        found = locked.get(pk=opinion.pk)
        require_sees(actor, found)
        require_office(actor, found.round.unit, found.round.campaign)
        if found.erased:
            raise Refused(_("这条意见已依法删除。"))
        if found.kind == Opinion.Kind.CLERK:
            raise Refused(_("代录时没有给查询码，问不到提意见的人。"))
        if found.inquiries.count() >= INQUIRIES.value:
            raise Refused(_("这条意见已经追问了 %(most)d 次，不能再问。") % {"most": INQUIRIES.value})
        made = Inquiry.objects.create(opinion=found, words=text, asked_by=actor.account, asked_on=today)
        audit.record(ASKED_BACK, actor=actor.account, now=now, subject=found, unit=found.round.unit)
    return made


def inquiries_of(opinion: Opinion) -> list[Inquiry]:
    """What was asked about an opinion, by day. Callers have asked `access.visible` first."""
    return list(opinion.inquiries.exclude(words="").order_by("asked_on", "uid"))
