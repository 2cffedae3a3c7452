"""Act seven: reports written elsewhere come in and each is held against the records of the campaign it speaks of.

The source texts belong to others and are not shipped. Where a folder has them (`huiyin demo --sources`), each is held
against its own reconstruction; where none is given, a short text of our own takes its place and says so in its title.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from huiyin.claim_audit import confirming, holding, reading
from huiyin.claim_audit.holding import Given
from huiyin.claim_audit.models import HeldText
from huiyin.core import files
from huiyin.core.models import Job
from huiyin.demo.beside import Beside
from huiyin.demo.stage import HERE, Play, at

# Any: a TOML table, of text but for the place.
Said = dict[str, Any]
HELD = date(2014, 2, 11)
WRITTEN = HERE / "report" / "待核对的汇报.txt"
# The large campaign rebuilds this one; the others say theirs in beside.toml.
LARGE, LARGE_FILE = "S2", "002"
OF_OUR_OWN = "演示用稿"


def audit_a_report(play: Play) -> None:
    """Paste the report as an office would; the worker's job reads it at once."""
    hold(play, holding.pasted(WRITTEN.read_text(encoding="utf-8"), title=WRITTEN.stem, now=at(HELD, 9)))


def audit_sources(play: Play, beside: list[Beside], folder: Path | None) -> None:
    """Each text against its own reconstruction: the source where it lies in the folder, else a text of our own."""
    for source, begins, of in wanted(play, beside):
        path = text_in(folder, begins)
        if path is not None:
            title = f"{source} 来源原文"
            stored = files.store(
                [path.read_bytes()], name=f"{title}{path.suffix}", content_type="text/plain", now=at(HELD, 9)
            )
            hold(of, *holding.opened([stored], now=at(HELD, 9)), confirmed=of.setting.get("confirmed", []))
        elif source != LARGE:
            words = (HERE / "report" / f"{source}_待核对.txt").read_text(encoding="utf-8")
            hold(of, holding.pasted(words, title=f"{source} {OF_OUR_OWN}", now=at(HELD, 9)))


def wanted(play: Play, beside: list[Beside]) -> Iterator[tuple[str, str, Play]]:
    """Source, how its file begins, and the play whose records it is held against, in the order of the sources."""
    every: list[tuple[str, str, Play]] = [(LARGE, LARGE_FILE, play)]
    every += [(one.source, str(one.setting["source"]), one) for one in beside]
    yield from sorted(every, key=lambda each: each[0])


def text_in(folder: Path | None, begins: str) -> Path | None:
    """The one file of a folder whose name begins so."""
    found = sorted(folder.glob(f"{begins}*")) if folder is not None else []
    return found[0] if found else None


def hold(play: Play, *given: Given, confirmed: Sequence[Said] = ()) -> None:
    """Bring texts in as the campaign's office; they are read at once, since the play has no worker.

    `confirmed`: what somebody of the office says of claims that the words alone leave open.
    """
    office, now = play.cast("office", HELD), at(HELD, 9)
    batch = holding.hold(given, campaign=play.campaign, unit=play.top, actor=office, now=now)
    reading.read_batch(batch.uid, now=now, today=HELD, progress=lambda done, total: None)
    Job.objects.filter(uid=batch.job).update(state=Job.State.DONE, finished_at=now)
    for text in HeldText.objects.filter(batch=batch).order_by("pk"):
        settled = sum(_confirm(play, text, said) for said in confirmed)
        text.refresh_from_db()
        play.say(sentence(text) + (f"其中经办公室逐处确认指标 {settled} 处。" if confirmed else ""))


def _confirm(play: Play, text: HeldText, said: Said) -> bool:
    """Name the metric that a claim speaks of; False where the reading found no such claim."""
    alike = list(text.claims.select_related("text").filter(low=said["number"], unit=said["unit"]).order_by("order"))
    place = said.get("place", 1)
    if len(alike) < place:
        return False
    claim = alike[place - 1]
    office, now = play.cast("office", HELD), at(HELD, 15)
    confirming.confirm(claim, metric=said["metric"], revision=claim.revision, actor=office, now=now)
    return True


def sentence(text: HeldText) -> str:
    """How a text stands, in one line."""
    total = text.supported + text.differs + text.no_record + text.uncheckable
    return (
        f"核对材料：《{text.title}》共 {total} 处，有据 {text.supported} 处，不符 {text.differs} 处，"
        f"没有记录 {text.no_record} 处，无法核对 {text.uncheckable} 处。"
    )
