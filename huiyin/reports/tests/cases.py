"""A county with a few records and a report on it; Word files edited as people edit them."""

import io
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from docx import Document
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from huiyin.conftest import County
from huiyin.core.identifiers import new_uid
from huiyin.core.tests.replay import replayed
from huiyin.ledgers.books.documents import DOCUMENTS, IssuedDocument
from huiyin.ledgers.books.listening import CHANNELS, ITEMS
from huiyin.ledgers.books.meetings import MEETINGS, Meeting
from huiyin.ledgers.engine.declaration import Ledger
from huiyin.ledgers.engine.services import post, record
from huiyin.organisation.models import Unit
from huiyin.reports.drafting import draft, start_report
from huiyin.reports.models import Report, Version


def meet(county: County, unit: Unit, name: str, *, at: datetime | None = None, day: int = 28) -> Meeting:
    """A meeting recorded by hand."""
    return record(
        MEETINGS, unit=unit, fact_date=date(2013, 8, day), values={"name": name, "kind": "central_study"},
        actor=county.reach("office"), now=at or county.now - timedelta(hours=2), campaign=county.campaign.uid,
    )  # fmt: skip


def file_document(county: County, unit: Unit, title: str) -> IssuedDocument:
    """A document recorded by hand."""
    return record(
        DOCUMENTS, unit=unit, fact_date=date(2013, 8, 27), values={"title": title, "kind": "notice"},
        actor=county.reach("office"), now=county.now - timedelta(hours=2), campaign=county.campaign.uid,
    )  # fmt: skip


def fill(county: County) -> list[Meeting]:
    """Three meetings (two of them below), a document, a round's channels, two items."""
    return replayed(("filled", county.now), lambda: _fill(county), on=county, known=county.known)


def _fill(county: County) -> list[Meeting]:
    file_document(county, county.root, "关于改进会风的通知")
    facts: tuple[tuple[Ledger[Any], dict[str, object]], ...] = (
        (CHANNELS, {"round": "第一轮", "round_code": "r1", "channel": "征求意见表", "issued": 40, "returned": 30}),
        (CHANNELS, {"round": "第一轮", "round_code": "r1", "channel": "网上", "issued": None, "returned": None}),
        (
            ITEMS,
            {"code": "1", "statement": "文件多", "category_code": "A", "category": "文风", "key": True, "pieces": 3},
        ),
        (ITEMS, {"code": "2", "statement": "会议多", "category_code": "B", "category": "会风", "pieces": 2}),
    )
    for book, values in facts:
        post(
            book, source_kind="test", source=new_uid(), event="entered", unit=county.root, fact_date=date(2013, 8, 20),
            values=values, account=county.account("office"), now=county.now - timedelta(hours=2),
            campaign=county.campaign.uid,
        )  # fmt: skip
    return [
        meet(county, county.root, "县委中心组学习"),
        meet(county, county.east, "东局学习"),
        meet(county, county.west, "西局学习"),
    ]


def started(county: County, kind: str = "closing", *, who: str = "office", unit: Unit | None = None) -> Report:
    """A report that has no draft yet."""
    return start_report(
        county.campaign, unit=unit or county.root, kind=kind, title="群众路线教育实践活动情况", addressee="省委",
        document_no="青委〔2013〕9号", template=None, actor=county.reach(who), now=county.now,
    )  # fmt: skip


def drafted(county: County, kind: str = "closing", *, who: str = "office") -> Version:
    """A report's first draft."""

    def first() -> Version:
        report = started(county, kind, who=who)
        return draft(report, revision=report.revision, actor=county.reach(who), now=county.now)

    return replayed(("drafted", kind, who, county.now), first, on=county, known=county.known)


def edited(docx: bytes, change: Callable[[list[Paragraph]], object]) -> bytes:
    """The Word after somebody changed paragraphs of its body in an office program."""
    document = Document(io.BytesIO(docx))
    change(list(document.paragraphs))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def set_figure(docx: bytes, code: str, text: str, *, everywhere: bool = False) -> bytes:
    """The number of the first printing of a figure (or of each in the body) typed over, its bookmark kept."""

    def change(paragraphs: list[Paragraph]) -> None:
        stem = "fig_" + code.replace(".", "_").replace("@", "_")
        for paragraph in paragraphs:
            for mark in paragraph._p.iter(qn("w:bookmarkStart")):
                if str(mark.get(qn("w:name"))).rpartition("_")[0] == stem:
                    run = mark.getnext()
                    assert run is not None
                    next(run.iter(qn("w:t"))).text = text
                    if not everywhere:
                        return

    return edited(docx, change)


def without_bookmarks(docx: bytes) -> bytes:
    """All bookmarks gone, as after a paste as plain text."""

    def change(paragraphs: list[Paragraph]) -> None:
        for paragraph in paragraphs:
            for tag in ("w:bookmarkStart", "w:bookmarkEnd"):
                for mark in list(paragraph._p.iter(qn(tag))):
                    mark.getparent().remove(mark)

    return edited(docx, change)


def remove_paragraphs(docx: bytes, *, beginning: str, ending: str = "") -> bytes:
    """Paragraphs deleted from the one that begins so to the one before `ending` (or only that one)."""

    def change(paragraphs: list[Paragraph]) -> None:
        gone = False
        for paragraph in paragraphs:
            text = paragraph.text.strip()
            if ending and text == ending:
                gone = False
            if text.startswith(beginning) or gone:
                paragraph._p.getparent().remove(paragraph._p)
                gone = bool(ending)

    return edited(docx, change)


def add_sentence(docx: bytes, after: str, sentence: str) -> bytes:
    """A sentence typed at the end of the paragraph that begins with `after`."""

    def change(paragraphs: list[Paragraph]) -> None:
        next(paragraph for paragraph in paragraphs if paragraph.text.startswith(after)).add_run(sentence)

    return edited(docx, change)
