"""How states are said to the public: a word, an icon, a colour and, where it helps, a sentence."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from huiyin.core.dates import chinese_date
from huiyin.opinions.by_code import Handling, Mine
from huiyin.rectification.public import MyMeasure, PublicMeasure


@dataclass(frozen=True)
class Mark:
    """A state as word, icon and colour, with a date or remark beside it."""

    word: str
    tone: str
    icon: str
    note: str = ""


@dataclass(frozen=True)
class Standing:
    """Where one's words are: a mark and a sentence in plain language."""

    mark: Mark
    sentence: str


@dataclass(frozen=True)
class Stop:
    """One stop of the way of one's words, for ui/steps.html."""

    label: str
    state: str
    note: str = ""


@dataclass(frozen=True)
class ShownMeasure:
    """A measure with its marks, and one's own rating where there is one."""

    measure: PublicMeasure
    marks: tuple[Mark, ...]
    own: MyMeasure | None = None


def shown(measure: PublicMeasure, own: MyMeasure | None = None) -> ShownMeasure:
    """A measure ready for the page."""
    return ShownMeasure(measure, tuple(marks_of(measure)), own)


def marks_of(measure: PublicMeasure) -> list[Mark]:
    """检查通过, 已销号 and 群众认可 are three things and stand as three marks; before them, how far the work is."""
    marks = [] if measure.checked_on else [_before_check(measure)]
    if measure.checked_on:
        marks.append(Mark(_("检查通过"), "ok", "clipboard-check", chinese_date(measure.checked_on)))
    if measure.asking_until and not measure.closed_on:
        until = _("现场公告并抽样询问，到%(day)s") if measure.place else _("请提意见的人评价，到%(day)s")
        marks.append(
            Mark(_("正在问群众"), "progress", "hourglass", until % {"day": chinese_date(measure.asking_until)})
        )
    if measure.closed_on:
        marks.append(Mark(_("已销号"), "ok", "circle-check", chinese_date(measure.closed_on)))
        marks.append(_felt(measure.felt))
    if measure.late:
        marks.append(Mark(_("已超期"), "danger", "alert"))
    if measure.reopened and not measure.closed_on:
        marks.append(Mark(_("重新整改"), "warn", "refresh", _("先前的结果没有得到认可，或出现反弹")))
    return marks


def _before_check(measure: PublicMeasure) -> Mark:
    return {
        "assigned": Mark(_("已下达"), "info", "send"),
        "in_progress": Mark(_("整改中"), "progress", "hourglass"),
        "submitted": Mark(_("已申请销号"), "progress", "hourglass", _("等待审核和检查")),
        "org_reviewed": Mark(_("已申请销号"), "progress", "hourglass", _("等待审核和检查")),
        "lead_reviewed": Mark(_("已申请销号"), "progress", "hourglass", _("等待检查")),
        "suspended": Mark(_("暂缓"), "warn", "pause"),
        "transferred": Mark(_("已移交"), "neutral", "arrow-right"),
        # A measure that stands as checked or closed without a check on record is told as it is, not made up.
        "checked": Mark(_("正在问群众"), "progress", "hourglass"),
        "closed": Mark(_("没有检查记录"), "warn", "alert"),
    }[measure.state]


def _felt(felt: str) -> Mark:
    return {
        "solved": Mark(_("群众认可"), "ok", "user-check", _("提意见的人评价已解决")),
        "partly": Mark(_("部分认可"), "warn", "user", _("提意见的人评价部分解决")),
        "silent": Mark(_("没有人评价"), "muted", "circle-minus", _("问过提意见的人，没有人回答")),
        "not_asked": Mark(_("未能问到本人"), "muted", "user-off", _("以现场公告和抽样询问代替")),
    }[felt]


def standing(mine: Mine, measures: list[MyMeasure]) -> Standing:
    """Where one's words are now, in a sentence that promises nothing."""
    said = {
        Handling.RECEIVED: Standing(
            Mark(_("已收到"), "info", "inbox"), _("您的话已原样收到，还没有分办。工作人员看过后，这里会显示去向。")
        ),
        Handling.COMPLAINT: Standing(
            Mark(_("已转信访渠道"), "neutral", "arrow-right"), _("您反映的是信访诉求，已按规定转信访渠道办理。")
        ),
        Handling.PRAISE: Standing(Mark(_("表扬肯定"), "ok", "star"), _("谢谢您的肯定，您的话已收到并登记。")),
        Handling.INVALID: Standing(
            Mark(_("没有可办理的事项"), "muted", "circle-minus"),
            _("工作人员看过后，认为这段话里没有可以办理的具体事项。如果不是这样，请在下面补充说清楚。"),
        ),
        Handling.MOVED: Standing(
            Mark(_("已移交"), "neutral", "shield"), _("您反映的情况已按规定移交专门人员，这里不显示办理细节。")
        ),
    }
    # Whoever was asked may answer, also when their words were moved away since.
    if mine.handling in said and not any(one.may_rate for one in measures):
        return said[mine.handling]
    return _accepted(mine, measures)


def _accepted(mine: Mine, measures: list[MyMeasure]) -> Standing:
    if any(one.may_rate for one in measures):
        return Standing(Mark(_("请您评价"), "warn", "edit"), _("整改已经检查，请您在下面评价解决了没有。"))
    if measures and all(one.measure.closed_on for one in measures):
        return Standing(Mark(_("已销号"), "ok", "circle-check"), _("由您的话引出的整改都已销号，结果见下面。"))
    if any(one.measure.asking_until and one.rated for one in measures):
        return Standing(
            Mark(_("正在问群众"), "progress", "hourglass"), _("整改已经检查，您已评价；问询期满后这里会显示结果。")
        )
    if measures:
        return Standing(Mark(_("正在整改"), "progress", "hourglass"), _("您的话已列入问题清单，正在整改，进展见下面。"))
    if mine.item_uids:
        return Standing(
            Mark(_("已归入条目"), "info", "list-check"), _("您的话已归入下面的条目，条目的去向定下来后会显示在这里。")
        )
    if any(piece.settlement for piece in mine.pieces):
        return Standing(Mark(_("已说明去向"), "neutral", "info"), _("您的话已经看过，去向见下面。"))
    if mine.answers:
        return Standing(
            Mark(_("已有答复"), "ok", "circle-check"), _("有关单位已经答复，见下面。您的话还会同别人的一起梳理归并。")
        )
    return Standing(Mark(_("正在梳理"), "progress", "hourglass"), _("您的话已作为意见建议登记，正在梳理归并。"))


def way(mine: Mine, measures: list[MyMeasure]) -> list[Stop]:
    """The stops between a voice and its answer, and how far these words have come."""
    received = Stop(_("收到"), "done", chinese_date(mine.day))
    triaged = Stop(_("分办"), "current" if mine.handling is Handling.RECEIVED else "done")
    if mine.handling not in {Handling.RECEIVED, Handling.ACCEPTED}:
        return [received, triaged]
    into = "done" if mine.item_uids else "current" if mine.handling is Handling.ACCEPTED else "todo"
    if not mine.item_uids and mine.pieces and all(piece.settlement for piece in mine.pieces):
        # Nothing further will come of it but the reason given.
        return [received, triaged, Stop(_("说明去向"), "done")]
    work = _all_or_some([one.measure.checked_on for one in measures])
    asked = _all_or_some([one.measure.closed_on for one in measures])
    return [
        received,
        triaged,
        Stop(_("归入条目"), into),
        Stop(_("整改和检查"), work if measures else "current" if into == "done" else "todo"),
        Stop(_("请您评价、销号"), asked if work == "done" else "todo"),
    ]


def _all_or_some(days: list[date | None]) -> str:
    return "done" if days and all(days) else "current"
