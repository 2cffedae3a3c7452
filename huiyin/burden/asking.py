"""报表和要求登记: a form goes down only with a basis, a term and declared minutes, and not for what is recorded already.

Rules: rules.md §13.2–13.3 (每张表单登记依据、频次、是否已有数据、预计填写分钟；无依据或过期表单不能下发).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from huiyin.burden import dictionary
from huiyin.burden.models import FormRequest, FormTrace
from huiyin.core import audit
from huiyin.core.audit import Action
from huiyin.core.dates import chinese_date
from huiyin.core.errors import NotReached, Refused, Stale
from huiyin.organisation.access import READERS, RECORDERS, Reach
from huiyin.organisation.models import Role, Unit
from huiyin.text import yardsticks

REGISTERED = Action("request.registered", "登记报表或要求")
AMENDED = Action("request.amended", "修改未下发的报表或要求")
ISSUED = Action("request.issued", "下发报表或要求")
WITHDRAWN = Action("request.withdrawn", "撤回报表或要求")
_MOST_FIELDS, _LONGEST_FIELD, _MOST_MINUTES = 200, 60, 10_000
State = FormRequest.State


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What is registered of a form or request."""

    name: str
    basis: str
    frequency: str
    expires_on: date | None
    minutes: int
    labels: Sequence[str]
    receivers: Sequence[Unit]
    not_enough: str = ""


def register(*, asker: Unit, asked: Asked, actor: Reach, now: datetime) -> FormRequest:
    """Register what a unit wants to ask of units below it; nothing is asked yet."""
    _require_asker(asker, actor)
    _check(asker, asked)
    with transaction.atomic():
        made = FormRequest.objects.create(asker=asker, registered_by=actor.account, registered_at=now, **_values(asked))
        made.receivers.set(asked.receivers)
        audit.record(
            REGISTERED, actor=actor.account, now=now, subject=made, unit=asker, fields=len(asked.labels),
            units=len(asked.receivers),
        )  # fmt: skip
    return made


def amend(form: FormRequest, *, asked: Asked, revision: int, actor: Reach, now: datetime) -> FormRequest:
    """Change what has not gone down yet."""
    _require_asker(form.asker, actor)
    _check(form.asker, asked)
    with transaction.atomic():
        locked = _locked(form, revision)
        if locked.state != State.DRAFT:
            raise Refused(_("已经下发的不能改；要改的，请撤回后重新登记。"))
        for name, value in _values(asked).items():
            setattr(locked, name, value)
        locked.revision += 1
        locked.save()
        locked.receivers.set(asked.receivers)
        audit.record(AMENDED, actor=actor.account, now=now, subject=locked, unit=locked.asker)
    return locked


def issue(form: FormRequest, *, revision: int, actor: Reach, now: datetime, today: date) -> FormRequest:
    """The asker's office sends it down; refused without basis, without a term, past it, or for what is recorded already."""
    if not actor.may((Role.OFFICE, Role.HEAD), form.asker):
        raise Refused(_("只有“%(unit)s”的活动办公室或负责人可以下发。") % {"unit": form.asker.name})
    with transaction.atomic():
        locked = _locked(form, revision)
        if locked.state != State.DRAFT:
            raise Stale(_("这份要求已经下发或撤回，没有重复下发。"))
        if why := missing(locked, today):
            raise Refused("".join(why))
        locked.state, locked.issued_by, locked.issued_on = State.ISSUED, actor.account, today
        locked.revision += 1
        locked.save(update_fields=["state", "issued_by", "issued_on", "revision"])
        units = locked.receivers.count()
        FormTrace.objects.create(
            form=locked, on=today, text=_("%(unit)s下发，填报单位 %(n)d 个。") % {"unit": locked.asker.name, "n": units}
        )
        audit.record(ISSUED, actor=actor.account, now=now, subject=locked, unit=locked.asker, units=units)
    return locked


def withdraw(form: FormRequest, *, why: str, revision: int, actor: Reach, now: datetime, today: date) -> FormRequest:
    """The asker takes it back; the trace says why."""
    if not actor.may((Role.OFFICE, Role.HEAD), form.asker):
        raise Refused(_("只有“%(unit)s”的活动办公室或负责人可以撤回。") % {"unit": form.asker.name})
    if not why.strip():
        raise Refused(_("撤回须写明理由。"))
    with transaction.atomic():
        locked = _locked(form, revision)
        take_back(locked, told=_("要求单位撤回：%(why)s") % {"why": why.strip()[:300]}, today=today)
        audit.record(WITHDRAWN, actor=actor.account, now=now, subject=locked, unit=locked.asker)
    return locked


def take_back(locked: FormRequest, *, told: str, today: date) -> None:
    """The request asks no more from today; in the caller's transaction, over the row it holds, with its audit line."""
    if locked.state == State.WITHDRAWN:
        raise Stale(_("这份要求已经撤回。"))
    locked.state, locked.withdrawn_on = State.WITHDRAWN, today
    locked.revision += 1
    locked.save(update_fields=["state", "withdrawn_on", "revision"])
    FormTrace.objects.create(form=locked, on=today, text=told)


def missing(form: FormRequest, today: date) -> list[str]:
    """Why a request cannot go down yet, each a whole sentence; empty when it can. No banned yardstick is asked (§12–13)."""
    why = []
    if not form.basis.strip():
        why.append(_("没有填依据：没有依据的报表和要求不能下发。"))
    if form.expires_on is None:
        why.append(_("没有填失效日期：没有期限的报表和要求不能下发。"))
    elif form.expired(today):
        why.append(_("已于 %(day)s 失效，不能下发。") % {"day": chinese_date(form.expires_on)})
    if not form.receivers.exists():
        why.append(_("没有选填报单位。"))
    why += yardsticks.not_to_be_asked([form.name, *(field["label"] for field in form.fields)])
    if any(field["book"] for field in form.fields) and not form.not_enough.strip():
        why.append(_("有的项目台账里已有，请先看已有的记录；确实不够的，写明“已有数据为什么不够”。"))
    return why


def visible(actor: Reach) -> QuerySet[FormRequest]:
    """Requests of a unit the actor reads, and those sent down to one."""
    own = Q(actor.within_no_campaign(READERS, "asker__path"))
    sent = FormRequest.receivers.through.objects.filter(actor.within_no_campaign(READERS, "unit__path"))
    received = Q(pk__in=sent.values("formrequest")) & ~Q(state=State.DRAFT)
    return FormRequest.objects.filter(own | received).select_related("asker")


def request_named(uid: UUID, actor: Reach) -> FormRequest:
    """One request that the actor sees."""
    made = visible(actor).filter(uid=uid).first()
    if made is None:
        raise NotReached(_("没有这份报表或要求，或它不在您的权限范围内。"))
    return made


def overlapping(form: FormRequest, today: date, *, most: int = 10) -> list[tuple[FormRequest, list[str]]]:
    """Other requests in force from the units above that ask the same fields of the same units: this was already asked."""
    labels = {field["label"] for field in form.fields}
    receivers = form.receivers.values("pk")
    others = FormRequest.objects.filter(
        Q(expires_on__gte=today), state=State.ISSUED, receivers__in=receivers
    ).exclude(pk=form.pk)  # fmt: skip
    found = []
    for other in others.select_related("asker").distinct().order_by("-issued_on", "-pk")[:100]:
        same = [field["label"] for field in other.fields if field["label"] in labels]
        if same:
            found.append((other, same))
    return found[:most]


def _require_asker(asker: Unit, actor: Reach) -> None:
    if not actor.may((*RECORDERS, Role.HEAD), asker):
        raise Refused(_("您没有为“%(unit)s”登记报表和要求的权限。") % {"unit": asker.name})


def _check(asker: Unit, asked: Asked) -> None:
    if not asked.name.strip():
        raise Refused(_("请填表名或要求。"))
    if asked.frequency not in FormRequest.Frequency.values:
        raise Refused(_("没有这种频次，请从列表中选择。"))
    if not 1 <= asked.minutes <= _MOST_MINUTES:
        raise Refused(_("填一次约需的分钟数应在 1 到 %(most)d 之间，由要求单位申报。") % {"most": _MOST_MINUTES})
    if not asked.labels:
        raise Refused(_("请写出要填的项目，一行一项。"))
    if len(asked.labels) > _MOST_FIELDS or any(len(label) > _LONGEST_FIELD for label in asked.labels):
        raise Refused(
            _("要填的项目最多 %(most)d 项，每项最多 %(long)d 个字。") % {"most": _MOST_FIELDS, "long": _LONGEST_FIELD}
        )
    for unit in asked.receivers:
        if unit.pk == asker.pk or not unit.path.startswith(asker.path):
            raise Refused(
                _("“%(unit)s”不是“%(asker)s”的下属单位，不能向它要材料。") % {"unit": unit.name, "asker": asker.name}
            )


def _values(asked: Asked) -> dict[str, object]:
    return {
        "name": asked.name.strip()[:120], "basis": asked.basis.strip()[:200], "frequency": asked.frequency,
        "expires_on": asked.expires_on, "minutes": asked.minutes, "fields": dictionary.fields_of(asked.labels),
        "not_enough": asked.not_enough.strip()[:300],
    }  # fmt: skip


def _locked(form: FormRequest, revision: int) -> FormRequest:
    locked = FormRequest.objects.select_for_update(of=("self",)).select_related("asker").get(pk=form.pk)
    if locked.revision != revision:
        raise Stale(_("这份要求刚被别人改过，请刷新后再操作。"))
    return locked
