"""通报: drafted by one person with the list of whom it names, released by another, then a document like any other.

A unit is named for what it was told; a person only after the unit has answered that finding.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from huiyin.core import audit
from huiyin.core.clock import local_date
from huiyin.core.errors import NotReached, Refused, Stale
from huiyin.ledgers.books.documents import DOCUMENTS
from huiyin.ledgers.engine.services import post
from huiyin.organisation.access import READERS, Reach
from huiyin.organisation.hands import same_hands
from huiyin.organisation.models import Person, Role, Unit
from huiyin.rectification.wording import said
from huiyin.supervision.actions import CIRCULAR_DRAFTED, CIRCULAR_RELEASED
from huiyin.supervision.answering import UNANSWERED
from huiyin.supervision.models import Circular, Finding, Named, Visit
from huiyin.supervision.rights import require_office

RELEASERS = (Role.OFFICE, Role.HEAD)


@dataclass(frozen=True)
class Line:
    """One unit that is named, for what, on which finding; a person only with a finding that was answered."""

    unit: Unit
    text: str
    finding: Finding | None = None
    person: Person | None = None


@transaction.atomic
def draft(
    *, unit: Unit, title: str, document_no: str, addressee: str, text: str, lines: Sequence[Line],
    campaign: UUID | None, actor: Reach, now: datetime,
) -> Circular:  # fmt: skip
    """Draft a circular; whom it names is listed, nobody only in the running text."""
    require_office(actor, unit, campaign)
    made = Circular.objects.create(
        unit=unit, campaign=campaign, drafted_by=actor.account, drafted_at=now,
        title=said(title, Circular, "title", missing=_("请写标题。")),
        document_no=said(document_no, Circular, "document_no"),
        addressee=said(addressee, Circular, "addressee", missing=_("请写主送单位。")),
        text=said(text, Circular, "text", missing=_("请写正文。")),
    )  # fmt: skip
    for number, line in enumerate(lines, 1):
        _require_nameable(line.unit, line.finding, line.person, made)
        Named.objects.create(
            circular=made, order=number, unit=line.unit, person=line.person, finding=line.finding,
            text=said(line.text, Named, "text", missing=_("请写明通报“%(unit)s”什么事。") % {"unit": line.unit.name}),
        )  # fmt: skip
    if not lines:
        raise Refused(_("请至少列一个通报的单位和事项。"))
    audit.record(CIRCULAR_DRAFTED, actor=actor.account, now=now, subject=made, unit=unit, named=len(lines))
    return made


@transaction.atomic
def release(circular: Circular, *, revision: int, actor: Reach, now: datetime) -> Circular:
    """A second person releases it: from then on those below read it, and it stands among the documents issued."""
    one = Circular.objects.select_for_update(of=("self",)).select_related("unit", "drafted_by").get(pk=circular.pk)
    if not actor.may(RELEASERS, one.unit, one.campaign):
        raise Refused(_("由“%(unit)s”的负责人或活动办公室印发。") % {"unit": one.unit.name})
    if one.revision != revision or one.state != Circular.State.DRAFT:
        raise Stale(_("这份通报刚被别人办理过，请刷新后查看。"))
    if same_hands(actor.account.person_id, one.drafted_by):
        raise Refused(_("通报须由起草人以外的另一人印发。"))
    for line in named_in(one):
        _require_nameable(line.unit, line.finding, line.person, one)
    one.state, one.released_by, one.released_on = Circular.State.RELEASED, actor.account, local_date(now)
    one.revision += 1
    one.save(update_fields=["state", "released_by", "released_on", "revision"])
    post(
        DOCUMENTS, source_kind="circular", source=one.uid, event="released", unit=one.unit, fact_date=one.released_on,
        values={
            "title": one.title, "document_no": one.document_no, "kind": "circular", "addressee": one.addressee,
            "words": len("".join(one.text.split())),
        },
        account=actor.account, now=now, campaign=one.campaign, audited=False,
    )  # fmt: skip
    audit.record(CIRCULAR_RELEASED, actor=actor.account, now=now, subject=one, unit=one.unit)
    return one


def circulars(actor: Reach) -> QuerySet[Circular]:
    """Drafts for those who may draft or release; released ones for everybody who reads below the issuer."""
    drafting = actor.within(RELEASERS, "unit__path", campaign="campaign")
    reading = actor.within(READERS, "unit__path", campaign="campaign") | actor.above(
        READERS, "unit__path", campaign="campaign"
    )
    rows = Circular.objects.filter(drafting | reading & Q(state=Circular.State.RELEASED))
    return rows.select_related("unit", "drafted_by__person", "released_by__person").order_by("-drafted_at", "-pk")


def circular_named(uid: UUID, actor: Reach) -> Circular:
    """One of them."""
    found = circulars(actor).filter(uid=uid).first()
    if found is None:
        raise NotReached(_("没有这份通报，或它不在您的权限范围内。"))
    return found


def named_in(circular: Circular) -> list[Named]:
    """Whom it names, in order."""
    return list(circular.named.select_related("unit", "person", "finding__visit").order_by("order"))


def may_release(circular: Circular, actor: Reach) -> bool:
    """Whether a draft waits for this person."""
    return (
        circular.state == Circular.State.DRAFT
        and actor.may(RELEASERS, circular.unit, circular.campaign)
        and not same_hands(actor.account.person_id, circular.drafted_by)
    )


def _require_nameable(unit: Unit, finding: Finding | None, person: Person | None, circular: Circular) -> None:
    if not unit.path.startswith(circular.unit.path):
        raise Refused(_("“%(unit)s”不是“%(by)s”的下级单位，不能通报。") % {"unit": unit.name, "by": circular.unit.name})
    if finding is not None and (finding.visit.unit_id != unit.pk or finding.visit.state != Visit.State.TOLD):
        raise Refused(_("这个督导问题不是“%(unit)s”的，或还没有反馈给它。") % {"unit": unit.name})
    if person is None:
        return
    if finding is None or finding.state in UNANSWERED:
        raise Refused(_("“%(unit)s”还没有答复，通报不能点名到人。请先等它答复，或只通报单位。") % {"unit": unit.name})
    if not person.unit.path.startswith(unit.path):
        raise Refused(_("“%(person)s”不是“%(unit)s”的人。") % {"person": person.name, "unit": unit.name})
