"""异议: a unit objects to a request; the level above the asker answers with a reason, never the asker's own desk alone.

Rules: rules.md §13.1 (减负24) and §13.2 投诉建议. Upheld, the request is withdrawn or the unit exempted, with a trace that
everybody who sees the request can read.
"""

from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from huiyin.burden.asking import take_back
from huiyin.burden.models import FormRequest, FormTrace, Objection
from huiyin.burden.terms import OBJECTION_DAYS
from huiyin.core import audit
from huiyin.core.audit import Action
from huiyin.core.calendar import add_working_days
from huiyin.core.errors import NotReached, Refused, Stale
from huiyin.organisation.access import READERS, RECORDERS, Reach
from huiyin.organisation.hands import beside, same_hands
from huiyin.organisation.models import Role, Unit

LODGED = Action("objection.lodged", "对要求提出异议")
ANSWERED = Action("objection.answered", "答复异议")
Outcome = Objection.Outcome
_ANSWERERS = (Role.OFFICE, Role.HEAD)


def lodge(
    form: FormRequest, *, unit: Unit, ground: str, text: str, actor: Reach, now: datetime, today: date
) -> Objection:
    """A unit that is asked says what is wrong with it; the clock of the answer begins."""
    if not actor.may((*RECORDERS, Role.HEAD), unit):
        raise Refused(_("您没有代表“%(unit)s”提出异议的权限。") % {"unit": unit.name})
    if ground not in Objection.Ground.values or not text.strip():
        raise Refused(_("请选理由类别，并写明是怎样重复、超预算或没有依据的。"))
    asker = form.asker
    try:
        with transaction.atomic():
            locked = FormRequest.objects.select_for_update().get(pk=form.pk)
            if locked.state != FormRequest.State.ISSUED or not locked.receivers.filter(pk=unit.pk).exists():
                raise Refused(_("这份要求没有发给“%(unit)s”，或已经撤回，不用提异议。") % {"unit": unit.name})
            made = Objection.objects.create(
                form=locked, unit=unit, ground=ground, text=text.strip()[:500], lodged_by=actor.account, lodged_on=today,
                answering=asker.parent or asker, due_on=add_working_days(today, OBJECTION_DAYS.value),
            )  # fmt: skip
            audit.record(LODGED, actor=actor.account, now=now, subject=made, unit=unit, ground=ground)
    except IntegrityError as error:
        raise Stale(_("本单位对这份要求已有一件异议等待答复。")) from error
    return made


def answer(objection: Objection, *, outcome: str, reason: str, actor: Reach, now: datetime, today: date) -> Objection:
    """The level above the asker decides, and says why; what is upheld takes effect at once."""
    if outcome not in {Outcome.WITHDRAWN, Outcome.EXEMPTED, Outcome.REJECTED}:
        raise Refused(_("请选择异议是否成立、怎样处理。"))
    if not reason.strip():
        raise Refused(_("答复须写明理由，成立和不成立都一样。"))
    with transaction.atomic():
        locked = (
            Objection.objects.select_for_update(of=("self",)).select_related("unit", "answering").get(pk=objection.pk)
        )
        form = FormRequest.objects.select_for_update(of=("self",)).select_related("asker", "issued_by", "registered_by").get(
            pk=locked.form_id
        )  # fmt: skip
        _require_answerer(locked, form, actor)
        if locked.outcome != Outcome.WAITING:
            raise Stale(_("这件异议已经答复，没有重复答复。"))
        locked.outcome, locked.answer, locked.answered_by = outcome, reason.strip()[:500], actor.account
        locked.answered_on = today
        locked.save(update_fields=["outcome", "answer", "answered_by", "answered_on"])
        told = _("%(unit)s提出异议，%(by)s答复：%(outcome)s。理由：%(why)s") % {
            "unit": locked.unit.name, "by": locked.answering.name, "outcome": locked.get_outcome_display(),
            "why": locked.answer[:300],
        }  # fmt: skip
        _effect(form, locked, told[:500], today)
        audit.record(ANSWERED, actor=actor.account, now=now, subject=locked, unit=locked.unit, outcome=outcome)
    return locked


def _effect(form: FormRequest, objection: Objection, told: str, today: date) -> None:
    if objection.outcome == Outcome.WITHDRAWN and form.state == FormRequest.State.ISSUED:
        take_back(form, told=told, today=today)
        return
    if objection.outcome == Outcome.EXEMPTED:
        form.receivers.remove(objection.unit)
    FormTrace.objects.create(form=form, on=today, text=told)


def visible(actor: Reach) -> QuerySet[Objection]:
    """Objections of units the actor reads: the unit itself, the asker above it and whoever answers all see it."""
    return Objection.objects.filter(actor.within_no_campaign(READERS, "unit__path")).select_related(
        "form__asker", "unit", "answering", "lodged_by__person", "answered_by__person"
    )


def objection_named(uid: UUID, actor: Reach) -> Objection:
    """One objection that the actor sees."""
    made = visible(actor).filter(uid=uid).first()
    if made is None:
        raise NotReached(_("没有这件异议，或它不在您的权限范围内。"))
    return made


def waiting_for(actor: Reach) -> QuerySet[Objection]:
    """Objections this person may answer, the most urgent first."""
    top = Q(answering=F("form__asker"))
    mine = beside(actor.account.person_id)
    return (
        visible(actor)
        .filter(outcome=Outcome.WAITING)
        .filter(
            (~top & actor.within_no_campaign(_ANSWERERS, "answering__path"))
            | (top & actor.within_no_campaign((Role.HEAD,), "answering__path"))
        )
        .exclude(Q(form__issued_by__in=mine) | Q(form__registered_by__in=mine) | Q(lodged_by__in=mine))
        .order_by("due_on", "pk")
    )


def _require_answerer(objection: Objection, form: FormRequest, actor: Reach) -> None:
    at_the_top = objection.answering_id == form.asker_id
    roles = (Role.HEAD,) if at_the_top else _ANSWERERS
    if not actor.may(roles, objection.answering):
        raise Refused(
            _("对“%(asker)s”的要求提出的异议，由“%(unit)s”的%(who)s答复。")
            % {
                "asker": form.asker.name,
                "unit": objection.answering.name,
                "who": _("负责人") if at_the_top else _("活动办公室或负责人"),
            }
        )
    for account in (form.issued_by, form.registered_by, objection.lodged_by):
        if account is not None and same_hands(actor.account.person_id, account):
            raise Refused(_("登记、下发这份要求的人和提出异议的人不能答复这件异议，请由另一个人答复。"))
