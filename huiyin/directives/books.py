"""The books whose entries carry out a document from above, and how their entries are called."""

from dataclasses import dataclass
from typing import Any

from huiyin.directives.models import Trace
from huiyin.ledgers.books.documents import DOCUMENTS
from huiyin.ledgers.books.inspections import INSPECTIONS
from huiyin.ledgers.books.meetings import MEETINGS
from huiyin.ledgers.books.study import STUDY_SESSIONS
from huiyin.ledgers.engine.declaration import Ledger
from huiyin.ledgers.engine.models import EntryRevision

Kind = Trace.Kind


@dataclass(frozen=True)
class Source:
    """One kind of follow-up: its book, the columns shown, those searched besides, and the column that counts it."""

    kind: Kind
    ledger: Ledger[Any]  # Any: books of different models stand side by side
    columns: tuple[str, ...]
    besides: tuple[str, ...]
    counted: str

    def said(self, row: EntryRevision) -> str:
        """What an entry is called in a list."""
        words = [str(getattr(row, name)) for name in self.columns if getattr(row, name) not in ("", None)]
        return "　".join(words)


SOURCES: dict[str, Source] = {
    one.kind: one
    for one in (
        Source(Kind.DOCUMENT, DOCUMENTS, ("title", "document_no"), (), "linked_documents"),
        Source(Kind.STUDY, STUDY_SESSIONS, ("name", "topic"), (), "linked_study"),
        Source(Kind.MEETING, MEETINGS, ("name",), ("topics", "resolution"), "linked_meetings"),
        Source(Kind.CHECK, INSPECTIONS, ("team", "finding"), (), "linked_checks"),
    )
}
