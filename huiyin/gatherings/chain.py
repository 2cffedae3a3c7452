"""The way of a self-examination material: handed in, read by every peer, passed by head, supervisors and superior.

Any of them may return it with a remark; the next version goes the whole way again. Nobody passes what is their own or
what they wrote (rules.md §3.1).
"""

from datetime import date, datetime
from hashlib import sha256

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from huiyin.campaigns.models import Campaign
from huiyin.core import audit
from huiyin.core.clock import local_date
from huiyin.core.errors import Refused, Stale
from huiyin.core.models import StoredFile
from huiyin.gatherings.actions import (
    IN_CHARGE_CHANGED,
    MATERIAL_ERASED,
    MATERIAL_HANDED_IN,
    MATERIAL_PASSED,
    MATERIAL_READ,
    MATERIAL_RETURNED,
    MATERIALS_BEGUN,
)
from huiyin.gatherings.drawing_up import OPEN_STATES
from huiyin.gatherings.models import Material, MaterialRound, MaterialStep, MaterialText, MaterialVersion
from huiyin.gatherings.rights import head_of, require_office, superior, supervises, team_of
from huiyin.ledgers.books.gatherings import SELF_EXAMINATIONS
from huiyin.ledgers.engine.services import post
from huiyin.organisation.access import Reach, holders
from huiyin.organisation.models import Account, Person, Role, Unit

State, Verb = Material.State, MaterialStep.Verb
WRITABLE = (State.DRAFT, State.RETURNED, State.USED, State.REVISED)
REVIEWS = (State.PEER_READ, State.HEAD_REVIEW, State.SUPERVISOR_REVIEW, State.SUPERIOR_REVIEW)
DONE = (State.FINALIZED, State.USED, State.REVISED)
LONGEST = 60_000


@transaction.atomic
def begin(
    campaign: Campaign, unit: Unit, *, in_charge: Person, actor: Reach, now: datetime, due_on: date | None = None
) -> MaterialRound:
    """Ask a leadership team for its materials: one of the team, one of every member; or change who is in charge."""
    require_office(actor, unit, campaign)
    campaign = Campaign.objects.get(pk=campaign.pk)
    if campaign.state not in OPEN_STATES:
        raise Refused(_("活动现在是“%(state)s”，不能布置对照检查材料。") % {"state": campaign.get_state_display()})
    today = local_date(now)
    team = team_of(unit, today)
    if not team:
        raise Refused(
            _("“%(unit)s”没有登记在任的班子成员。请先在单位与人员里登记班子成员的职务。") % {"unit": unit.name}
        )
    if not holders((Role.OFFICE,), unit, today=today).filter(pk=in_charge.pk).exists():
        raise Refused(_("经办人要由“%(unit)s”或上级的活动办公室人员担任。") % {"unit": unit.name})
    round, made = MaterialRound.objects.update_or_create(
        campaign=campaign, unit=unit, defaults={"in_charge": in_charge, "due_on": due_on}
    )
    Material.objects.get_or_create(round=round, person=None, defaults={"kind": Material.Kind.TEAM})
    for person in team:
        Material.objects.get_or_create(round=round, person=person, defaults={"kind": Material.Kind.PERSONAL})
    audit.record(
        MATERIALS_BEGUN if made else IN_CHARGE_CHANGED, actor=actor.account, now=now, subject=round, unit=unit,
        in_charge=in_charge.uid, due_on=due_on,
    )  # fmt: skip
    return round


def may_write(material: Material, actor: Reach, today: date) -> bool:
    """A member writes their own; the team's is written by its members or the person in charge."""
    me = actor.account.person_id
    if material.person_id is not None:
        return me == material.person_id
    return me == material.round.in_charge_id or any(one.pk == me for one in team_of(material.round.unit, today))


@transaction.atomic
def hand_in(
    material: Material, *, text: str, revision: int, actor: Reach, now: datetime, file: StoredFile | None = None
) -> MaterialVersion:
    """交稿: a new version, which begins its way. After the meeting it is the revised one and goes no further."""
    material = _locked(material, revision)
    today = local_date(now)
    if not may_write(material, actor, today):
        raise Refused(_("对照检查材料由本人写；班子的材料由班子成员或经办人写。"))
    if material.state not in WRITABLE:
        raise Refused(
            _("材料现在是“%(state)s”，不能换稿。要改的，请审核人退回。") % {"state": material.get_state_display()}
        )
    text = text.strip()
    if not text and file is None:
        raise Refused(_("请写文字或上传文件。"))
    if len(text) > LONGEST:
        raise Refused(_("材料最多 %(most)d 个字；更长的请上传文件。") % {"most": LONGEST})
    after_meeting = material.state in {State.USED, State.REVISED}
    version = MaterialVersion.objects.create(
        material=material, number=material.version + 1, by=actor.account, on=today, file=file,
        digest=sha256(text.encode() + (file.sha256.encode() if file else b"")).hexdigest(),
    )  # fmt: skip
    MaterialText.objects.create(version=version, text=text)
    material.version = version.number
    verb = Verb.REVISE if after_meeting else Verb.HAND_IN
    _step(material, verb, actor.account, today)
    material.state = State.REVISED if after_meeting else _settled(material, State.PEER_READ, today)
    _save(material)
    audit.record(
        MATERIAL_HANDED_IN, actor=actor.account, now=now, subject=material, unit=material.round.unit,
        version=version.number, digest=version.digest,
    )  # fmt: skip
    return version


@transaction.atomic
def approve(material: Material, *, revision: int, actor: Reach, now: datetime, outside: str = "") -> Material:
    """A peer has read it, or a reviewer passes it; the last one makes it final and posts it to the book."""
    material = _locked(material, revision)
    today = local_date(now)
    before = material.state
    if why := why_not(material, actor, today, outside=outside.strip()):
        raise Refused(why)
    verb = Verb.READ if before == State.PEER_READ else Verb.PASS
    _step(material, verb, actor.account, today, outside=outside.strip())
    if before != State.PEER_READ or not peers_left(material, today):
        material.state = _settled(material, _after(State(before)), today)
    _save(material)
    if material.state == State.FINALIZED:
        post(
            SELF_EXAMINATIONS, source_kind="self_examination", source=material.uid, event="finalized",
            unit=material.round.unit, fact_date=today, values={"kind": material.kind, "drafts": material.version},
            account=actor.account, now=now, campaign=material.round.campaign.uid, audited=False,
        )  # fmt: skip
    audit.record(
        MATERIAL_READ if verb == Verb.READ else MATERIAL_PASSED, actor=actor.account, now=now, subject=material,
        unit=material.round.unit, version=material.version, state=material.state,
    )  # fmt: skip
    return material


@transaction.atomic
def send_back(
    material: Material, *, remark: str, revision: int, actor: Reach, now: datetime, outside: str = ""
) -> Material:
    """退回: with a remark that is kept; the author writes the next version."""
    material = _locked(material, revision)
    today = local_date(now)
    if why := why_not(material, actor, today, outside=outside.strip() or "-"):
        raise Refused(why)
    remark = remark.strip()
    if not remark:
        raise Refused(_("退回要写明意见，好让写的人知道改什么。"))
    if len(remark) > 1000:
        raise Refused(_("退回意见最多 1000 个字，请精简。"))
    _step(material, Verb.RETURN, actor.account, today, remark=remark, outside=outside.strip())
    material.state = State.RETURNED
    _save(material)
    audit.record(
        MATERIAL_RETURNED, actor=actor.account, now=now, subject=material, unit=material.round.unit,
        version=material.version, digest=audit.digest([remark]),
    )  # fmt: skip
    return material


@transaction.atomic
def erase_words(round: MaterialRound, *, actor: Reach, now: datetime) -> int:
    """Once the meeting is over the person in charge may clear the words of all versions; the steps stay."""
    round = MaterialRound.objects.select_for_update().select_related("unit").get(pk=round.pk)
    if actor.account.person_id != round.in_charge_id:
        raise Refused(_("清除文字由经办人办理。"))
    if round.materials.exclude(state__in=[State.USED, State.REVISED]).exists():
        raise Refused(_("会议还没有召开，材料还要用，不能清除。"))
    versions = MaterialVersion.objects.filter(material__round=round, erased_on__isnull=True)
    today, count = local_date(now), versions.count()
    if not count:
        raise Refused(_("文字已经清除过了。"))
    MaterialText.objects.filter(version__in=versions).delete()
    for material in round.materials.all():
        _step(material, Verb.ERASE, actor.account, today)
    # The row of a file goes, and with it its bytes (core.files.sweep); the version keeps its digest.
    StoredFile.objects.filter(pk__in=list(versions.values_list("file", flat=True))).delete()
    versions.update(erased_on=today)
    audit.record(MATERIAL_ERASED, actor=actor.account, now=now, subject=round, unit=round.unit, versions=count)
    return count


def why_not(material: Material, actor: Reach, today: date, *, outside: str = "") -> str:
    """Why the actor may not pass or return it now; empty when they may."""
    me, round = actor.account.person_id, material.round
    if material.state not in REVIEWS:
        return str(_("材料现在是“%(state)s”，没有要审的。") % {"state": material.get_state_display()})
    # Where the superior is not in the system, whoever is in charge only enters what was decided above.
    enters = material.state == State.SUPERIOR_REVIEW and round.unit.parent_id is None
    if me == material.person_id or (_wrote(material, me) and not enters):
        return str(_("自己的材料、自己执笔的材料不能自己审。"))
    match material.state:
        case State.PEER_READ:
            if me not in {one.pk for one in _peers(material, today)}:
                return str(_("互阅由班子其他成员办理。"))
            return "" if me in {one.pk for one in peers_left(material, today)} else str(_("您已经互阅过这一稿。"))
        case State.HEAD_REVIEW:
            head = head_of(round.unit, today)
            return "" if head and head.pk == me else str(_("这一步由班子主要负责人审。"))
        case State.SUPERVISOR_REVIEW:
            return "" if supervises(actor, round.unit, round.campaign) else str(_("这一步由负责本单位的督导组审。"))
        case _:
            return _not_superior(material, actor, outside)


def peers_left(material: Material, today: date) -> list[Person]:
    """The peers who have not read this version yet."""
    read = MaterialStep.objects.filter(material=material, version=material.version, verb=Verb.READ)
    done = set(read.values_list("by__person", flat=True))
    return [one for one in _peers(material, today) if one.pk not in done]


def use_in_meeting(round: MaterialRound, *, actor: Account, on: date) -> int:
    """The meeting opens: its final materials were used there. Called inside the opening's transaction."""
    used = list(round.materials.select_for_update().filter(state=State.FINALIZED))
    for material in used:
        _step(material, Verb.USE, actor, on)
        material.state = State.USED
        _save(material)
    return len(used)


def _not_superior(material: Material, actor: Reach, outside: str) -> str:
    """上级审: the superior's office; where nobody stands above in the system, the office in charge enters who passed it."""
    unit, campaign = material.round.unit, material.round.campaign
    if unit.parent_id is not None:
        return "" if superior(actor, (Role.OFFICE,), unit, campaign) else str(_("这一步由上级活动办公室审。"))
    if actor.account.person_id != material.round.in_charge_id:
        return str(_("上级不在本系统，由经办人登记上级的审核结果。"))
    return "" if outside else str(_("请写明上级的审核单位和审核人，如“省委活动办 某某”。"))


def _after(state: Material.State) -> Material.State:
    order = (*REVIEWS, State.FINALIZED)
    return order[order.index(state) + 1]


def _settled(material: Material, state: Material.State, today: date) -> Material.State:
    """The next step that somebody can take: one that is nobody's to take, or the author's own, is passed over."""
    if state == State.PEER_READ and not _peers(material, today):
        state = State.HEAD_REVIEW
    head = head_of(material.round.unit, today)
    own = head is not None and head.pk == material.person_id
    if state == State.HEAD_REVIEW and (head is None or own or _wrote(material, head.pk)):
        state = State.SUPERVISOR_REVIEW
    if state == State.SUPERIOR_REVIEW and material.kind == Material.Kind.PERSONAL and not own:
        state = State.FINALIZED
    return state


def _peers(material: Material, today: date) -> list[Person]:
    team = team_of(material.round.unit, today)
    return [one for one in team if one.pk != material.person_id and not _wrote(material, one.pk)]


def _wrote(material: Material, person: int) -> bool:
    """Whether somebody wrote a version of it."""
    return MaterialVersion.objects.filter(material=material, by__person=person).exists()


def _locked(seen: Material, revision: int) -> Material:
    found = (
        Material.objects.select_for_update(of=("self",))
        .select_related("round__unit", "round__campaign")
        .get(pk=seen.pk)
    )
    if found.revision != revision:
        raise Stale(_("这份材料刚被别人办过，您的操作没有保存。请刷新后再办。"))
    return found


def _save(material: Material) -> None:
    material.revision += 1
    try:
        material.save(update_fields=["state", "version", "revision"])
    except IntegrityError as error:
        raise Stale(_("这份材料刚被别人办过，请刷新后再办。")) from error


def _step(material: Material, verb: str, by: Account, on: date, *, remark: str = "", outside: str = "") -> MaterialStep:
    return MaterialStep.objects.create(
        material=material, version=material.version, verb=verb, before=material.state, by=by, on=on, remark=remark,
        outside=outside[:120],
    )  # fmt: skip
