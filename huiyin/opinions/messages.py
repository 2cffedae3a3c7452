"""Takes in messages that people wrote elsewhere, one JSON object a line: all of them or none, and none twice."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.core import audit
from huiyin.core.audit import Action
from huiyin.core.errors import Refused
from huiyin.ledgers.engine.excel.dates import parse_date
from huiyin.ledgers.engine.excel.faults import CellProblem
from huiyin.opinions import intake
from huiyin.opinions.access import require_recorder
from huiyin.opinions.models import Channel, Opinion, Round
from huiyin.opinions.slips import Slip, require_open_for_slips
from huiyin.opinions.terms import SMALLEST_GROUP
from huiyin.opinions.words import checked_words
from huiyin.organisation.access import Reach

IMPORTED = Action("opinion.imported", "批量登记意见")

Progress = Callable[[int, int], None]
_CHUNK = 500
_LISTED = 20


@dataclass(frozen=True)
class Taken:
    """How many lines there were, how many are new, and how many had been taken in before."""

    lines: int
    recorded: int
    known: int


class BadLines(Refused):
    """Lines that cannot be taken; nothing was recorded. `sentences` has one for each."""

    def __init__(self, sentences: Sequence[str]) -> None:
        self.sentences = tuple(sentences)
        more = len(sentences) - _LISTED
        shown = "\n".join(sentences[:_LISTED])
        rest = _("\n……另有 %(more)d 处。") % {"more": more} if more > 0 else ""
        super().__init__(_("没有登记任何一条。请改正后重新导入：\n%(shown)s%(rest)s") % {"shown": shown, "rest": rest})


def decoded(data: bytes, name: str) -> str:
    """The file's text: UTF-8 with or without its mark, or GB18030."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused(_("《%(name)s》的文字编码认不出。请存成 UTF-8 或 GB18030 后重新导入。") % {"name": name})


def import_messages(
    *, round: Round, text: str, source_file: str, actor: Reach | None, now: datetime, today: date,
    channel: str = Channel.WEB, progress: Progress = lambda done, total: None,
) -> Taken:  # fmt: skip
    """Record every line that is not in yet; `actor=None` is whoever runs the command on the machine itself."""
    if actor is not None:
        require_recorder(actor, round)
    require_open_for_slips(round)
    if channel not in set(round.channels.values_list("channel", flat=True)):
        raise Refused(
            _("“%(round)s”没有登记“%(channel)s”这个渠道，请先在轮次页登记渠道。")
            % {"round": round.name, "channel": Channel(channel).label}
        )
    slips = _parsed(text, source_file, channel, today)
    with transaction.atomic():
        # Two runs at once: the second waits here and then finds everything recorded.
        Round.objects.select_for_update().get(pk=round.pk)
        fresh, differing = unrecorded(round, slips)
        if differing:
            raise BadLines(
                [
                    _("第 %(line)d 行：编号“%(no)s”在这一轮已经登记过，但文字不同。请核对编号。")
                    % {"line": slip.source_row or 0, "no": slip.slip_no}
                    for slip in differing
                ]
            )
        record_slips(round, fresh, actor=actor, now=now, progress=progress)
    return Taken(lines=len(slips), recorded=len(fresh), known=len(slips) - len(fresh))


def record_slips(
    round: Round, slips: Sequence[Slip], *, actor: Reach | None, now: datetime,
    progress: Progress = lambda done, total: None,
) -> None:  # fmt: skip
    """Seal slips in the caller's transaction, under one audit line; nothing when there are none. The day's batch counts them."""
    if not slips:
        return
    account = actor.account if actor else None
    uids = []
    for at in range(0, len(slips), _CHUNK):
        uids += intake.seal_slips(round, slips[at : at + _CHUNK])
        progress(len(uids), len(slips))
    # The digest over a few would name them to whoever reads the database: a line tells who recorded at what moment.
    digest = {"digest": intake.fingerprints(uids)} if len(uids) >= SMALLEST_GROUP else {}
    audit.record(IMPORTED, actor=account, now=now, subject=round, unit=round.unit, count=len(uids), **digest)


def unrecorded(round: Round, slips: Sequence[Slip]) -> tuple[list[Slip], list[Slip]]:
    """Those whose number the round does not have yet, and those whose number stands there for other words."""
    numbers = dict(Opinion.objects.filter(round=round).exclude(slip_no="").values_list("slip_no", "uid"))
    known = [slip for slip in slips if slip.slip_no in numbers]
    words = intake.words_of(numbers[slip.slip_no] for slip in known)
    # Erased words cannot be compared; their number still stands for them.
    differing = [slip for slip in known if words.get(numbers[slip.slip_no], slip.words) != slip.words]
    return [slip for slip in slips if slip.slip_no not in numbers], differing


def _parsed(text: str, source_file: str, channel: str, today: date) -> list[Slip]:
    slips, faults, seen = [], [], dict[str, int]()
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            slip = _slip(json.loads(line), source_file, number, channel, today)
        except json.JSONDecodeError as error:
            faults.append(
                _("第 %(line)d 行：不是完整的 JSON（第 %(column)d 个字符附近）。每行写一个 {…}。")
                % {"line": number, "column": error.colno}
            )
            continue
        except (Refused, CellProblem) as fault:
            faults.append(_("第 %(line)d 行：%(fault)s") % {"line": number, "fault": fault})
            continue
        if slip.slip_no in seen:
            faults.append(
                _("第 %(line)d 行：编号“%(no)s”和第 %(first)d 行重复。")
                % {"line": number, "no": slip.slip_no, "first": seen[slip.slip_no]}
            )
        seen.setdefault(slip.slip_no, number)
        slips.append(slip)
    if faults:
        raise BadLines(faults)
    if not slips:
        raise Refused(
            _('《%(name)s》里没有信件。每行应写一封，如 {"id": …, "title": …, "text": …, "time": …}。')
            % {"name": source_file}
        )
    return slips


# Any: what a line holds is not known before it is looked at.
def _slip(row: Any, source_file: str, number: int, channel: str, today: date) -> Slip:
    if not isinstance(row, dict):
        raise Refused(_("应是一个 {…}，其中有 id、title、text、time。"))
    slip_no = str(row["id"]).strip() if isinstance(row.get("id"), str | int) else ""
    if not slip_no or len(slip_no) > 40:
        raise Refused(_("缺少 id，或 id 超过 40 个字符。"))
    title, body = row.get("title", ""), row.get("text", "")
    if not isinstance(title, str) or not isinstance(body, str) or not body.strip():
        raise Refused(_("缺少 text（信件内容），或 title、text 不是文字。"))
    if not isinstance(row.get("time"), str):
        raise Refused(_("缺少 time（收到的时间）。"))
    day = parse_date(row["time"], today)
    if day > today:
        raise Refused(_("收到日期 %(day)s 还没有到。") % {"day": day.isoformat()})
    words = checked_words(f"{title}\n{body}" if title.strip() else body)
    return Slip(
        words=words, day=day, channel=channel, slip_no=slip_no, source_file=source_file[-200:], source_row=number
    )
