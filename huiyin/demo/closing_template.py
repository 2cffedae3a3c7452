"""The demonstration office's own Word template for its closing report, made from the reviewed text beside this file."""

import datetime
from pathlib import Path

from huiyin.reports.word.document import Block, Heading, OfficialDocument, Paragraph, runs
from huiyin.reports.word.render import render

SOURCE = Path(__file__).parent / "report" / "总结报告.txt"
# A fixed time: the same text gives the same bytes.
_WRITTEN = datetime.datetime(2014, 1, 20, tzinfo=datetime.UTC)


def closing_template(source: Path = SOURCE) -> bytes:
    """A docx template: `# ` and `## ` lines are headings, every other line a paragraph; tags stand as written."""
    blocks: list[Block] = []
    for line in source.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            blocks.append(Heading(2, runs(line[3:])))
        elif line.startswith("# "):
            blocks.append(Heading(1, runs(line[2:])))
        elif line.strip():
            blocks.append(Paragraph(runs(line.strip())))
    document = OfficialDocument(
        title="{{ campaign }}总结报告",
        blocks=tuple(blocks),
        date="{{ date }}",
        organ_mark="{{ organ_mark }}",
        document_number="{{ document_number }}",
        addressee="{{ addressee }}",
        signature="{{ signature }}",
        reconstruction_label="{{ reconstruction_label }}",
    )
    return render(document, written_at=_WRITTEN)
