"""原汁原味反馈稿: what was said of a team, a person or a unit, word for word; stretches that betray somebody become 〔略〕."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.campaigns.models import Campaign
from huiyin.core import audit
from huiyin.core.audit import Action
from huiyin.core.errors import NotReached, Refused
from huiyin.opinions.access import require_office, require_sees, visible
from huiyin.opinions.intake import words_of
from huiyin.opinions.models import About, FeedbackLine, FeedbackSheet, Opinion
from huiyin.organisation.access import Reach
from huiyin.organisation.models import Person, Unit

MADE = Action("feedback.made", "生成反馈稿")
REDACTED = Action("feedback.redacted", "反馈稿隐去片段")
RESTORED = Action("feedback.restored", "反馈稿恢复片段")
HANDED_OVER = Action("feedback.handed_over", "交出反馈稿")

OMITTED = "〔略〕"
Stretch = tuple[int, int]


def make_sheet(
    *, campaign: Campaign, unit: Unit, about: str, about_unit: Unit, actor: Reach, now: datetime, today: date,
    about_person: Person | None = None,
) -> FeedbackSheet:  # fmt: skip
    """Every opinion about one of them that no sheet has handed over yet, in an order that tells nothing."""
    require_office(actor, unit, campaign)
    if about not in {About.TEAM, About.PERSON, About.UNIT, About.SYSTEM} or (about == About.PERSON) != (
        about_person is not None
    ):
        raise Refused(_("请指明反馈给哪个班子、哪位班子成员或哪个部门。"))
    said = visible(actor).filter(
        round__campaign=campaign, round__unit=unit, about=about, triage=Opinion.Triage.OPINION, erased=False
    )  # fmt: skip
    said = said.filter(about_person=about_person) if about_person else said.filter(about_unit=about_unit)
    with transaction.atomic():
        opinions = list(
            said.exclude(feedback_lines__isnull=False).order_by("uid").select_for_update(of=("self",))
        )  # fmt: skip
        if not opinions:
            raise Refused(_("没有还未反馈的意见。已在其他反馈稿里的，请打开那一份。"))
        sheet = FeedbackSheet.objects.create(
            campaign=campaign, unit=unit, about=about, about_unit=about_unit, about_person=about_person,
            made_by=actor.account, made_on=today,
        )  # fmt: skip
        FeedbackLine.objects.bulk_create([FeedbackLine(sheet=sheet, opinion=opinion) for opinion in opinions], 500)
        audit.record(MADE, actor=actor.account, now=now, subject=sheet, unit=unit, opinions=len(opinions))
    return sheet


def hide(*, line: FeedbackLine, stretch: str, actor: Reach, now: datetime) -> int:
    """Show 〔略〕 wherever `stretch` stands in one opinion; the log says how many times, never what. Returns that."""
    with transaction.atomic():
        locked = _open_line(line, actor)
        words = words_of([locked.opinion_id]).get(locked.opinion_id, "")
        wanted = stretch.replace("\r\n", "\n").strip("\n")
        if not wanted.strip():
            raise Refused(_("请把要隐去的文字粘贴进来。"))
        found = [(at, at + len(wanted)) for at in _occurrences(words, wanted)]
        if not found:
            raise Refused(_("原话里没有这段文字。请从原话中照样复制，一个字都不要改。"))
        locked.hidden = [list(pair) for pair in merged([*(tuple(pair) for pair in locked.hidden), *found])]
        if locked.hidden == [[0, len(words)]]:
            raise Refused(_("不能把整条意见都隐去。原汁原味反馈要让对方看得到意见本身。"))
        locked.save(update_fields=["hidden"])
        audit.record(
            REDACTED, actor=actor.account, now=now, subject=locked.sheet, unit=locked.sheet.unit, count=len(found)
        )
    return len(found)


def show_all(*, line: FeedbackLine, actor: Reach, now: datetime) -> None:
    """Take back everything hidden in one opinion."""
    with transaction.atomic():
        locked = _open_line(line, actor)
        count, locked.hidden = len(locked.hidden), []
        locked.save(update_fields=["hidden"])
        audit.record(RESTORED, actor=actor.account, now=now, subject=locked.sheet, unit=locked.sheet.unit, count=count)


def hand_over(*, sheet: FeedbackSheet, actor: Reach, now: datetime, today: date) -> FeedbackSheet:
    """From now on those spoken about may read it; nothing on it can be hidden or added any more."""
    require_office(actor, sheet.unit, sheet.campaign)
    with transaction.atomic():
        locked = FeedbackSheet.objects.select_for_update(of=("self",)).select_related("unit").get(pk=sheet.pk)
        if locked.handed_over_on is not None:
            raise Refused(_("这份反馈稿已经交出。"))
        if not locked.lines.exists():
            raise Refused(_("反馈稿里已没有意见，不能交出。"))
        locked.handed_over_on, locked.handed_over_by = today, actor.account
        locked.save(update_fields=["handed_over_on", "handed_over_by"])
        audit.record(
            HANDED_OVER, actor=actor.account, now=now, subject=locked, unit=locked.unit, opinions=locked.lines.count()
        )
    return locked


def redacted(words: str, hidden: Sequence[Sequence[int]]) -> str:
    """The words with 〔略〕 in place of what is hidden; nothing else differs."""
    shown, at = [], 0
    for begin, end in merged((pair[0], pair[1]) for pair in hidden):
        shown += [words[at:begin], OMITTED]
        at = end
    return "".join([*shown, words[at:]])


def merged(stretches: Iterable[Stretch]) -> list[Stretch]:
    """Overlapping and touching stretches made one, in order."""
    result: list[Stretch] = []
    for begin, end in sorted(stretches):
        if result and begin <= result[-1][1]:
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        else:
            result.append((begin, end))
    return result


def _occurrences(words: str, wanted: str) -> list[int]:
    places, at = [], words.find(wanted)
    while at >= 0:
        places.append(at)
        at = words.find(wanted, at + len(wanted))
    return places


def _open_line(line: FeedbackLine, actor: Reach) -> FeedbackLine:
    locked = (
        FeedbackLine.objects.select_for_update(of=("self",))
        .select_related("sheet__unit", "sheet__campaign", "opinion")
        .filter(pk=line.pk)
        .first()
    )
    if locked is None:
        raise NotReached(_("反馈稿里已没有这条意见。"))
    require_office(actor, locked.sheet.unit, locked.sheet.campaign)
    require_sees(actor, locked.opinion)
    if locked.sheet.handed_over_on is not None:
        raise Refused(_("反馈稿已经交出，不能再改。"))
    return locked
