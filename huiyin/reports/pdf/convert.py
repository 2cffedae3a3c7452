"""A Word file as PDF, and what the PDF does not show as the Word does."""

from dataclasses import dataclass

from huiyin.reports.pdf.compiler import press
from huiyin.reports.pdf.data import Writer, said_of_fonts
from huiyin.reports.pdf.links import figure_links
from huiyin.reports.pdf.reading import read_pages


@dataclass(frozen=True)
class Printed:
    """The PDF; `losses` are sentences for those who take it in place of the Word."""

    pdf: bytes
    losses: tuple[str, ...]


def print_word(docx: bytes, *, fonts: str = "") -> Printed:
    """The PDF of a Word file, the same bytes for the same file; `fonts` names a folder of fonts to prefer.

    PDF/A-2a; 2b where the file uses characters without a meaning of their own (private use), which 2a does not admit.
    Raises `NotPrintable` for a file that is no Word or cannot be set whole.
    """
    pages, machine = read_pages(docx), press(fonts)
    writer = Writer(machine.shelf, figure_links(pages.blocks, pages.properties))
    data = writer.document(pages)
    made = machine.make(data, standard="a-2b" if writer.has_private else "a-2a", written_at=pages.written_at)
    return Printed(made, (*pages.losses, *said_of_fonts(writer)))


def losses_of(docx: bytes, *, fonts: str = "") -> tuple[str, ...]:
    """What the PDF will not show as the Word does, without setting it; raises as `print_word` does."""
    pages = read_pages(docx)
    writer = Writer(press(fonts).shelf, figure_links(pages.blocks, pages.properties))
    writer.document(pages)
    return (*pages.losses, *said_of_fonts(writer))
