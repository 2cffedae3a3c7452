"""Reports and task sheets as PDF, set on demand from their Word; what the PDF cannot show is said in sentences."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from huiyin.core.errors import Refused
from huiyin.reports.pdf.content import NotPrintable
from huiyin.reports.pdf.convert import losses_of, print_word

PDF_TYPE = "application/pdf"
_FEW, _MANY = 8, 256  # whole PDFs are large, sentences are not


def fonts_folder() -> str:
    """The operator's folder of 公文 fonts (setting HUIYIN_FONTS); empty when only the shipped ones are used."""
    return os.environ.get("HUIYIN_FONTS", "").strip()


def pdf_of(word: bytes) -> bytes:
    """The PDF of a Word file; refused with a sentence when it cannot be set."""
    try:
        return _printed(word, fonts_folder())
    except NotPrintable as problem:
        raise Refused(str(problem)) from problem


@dataclass(frozen=True)
class PdfOffer:
    """Whether a Word can be had as PDF, and what the PDF does not show as the Word does (or why there is none)."""

    possible: bool
    notes: tuple[str, ...]


def pdf_offer(read: Callable[[], bytes]) -> PdfOffer:
    """What a page says beside its button. A Word that is gone or cannot be set does not take the page with it."""
    try:
        return PdfOffer(True, pdf_losses(read()))
    except Refused as refusal:
        return PdfOffer(False, (refusal.sentence,))


def pdf_losses(word: bytes) -> tuple[str, ...]:
    """What the PDF of a Word file will not show as the Word does; refused as `pdf_of` is."""
    try:
        return _losses(word, fonts_folder())
    except NotPrintable as problem:
        raise Refused(str(problem)) from problem


@lru_cache(maxsize=_FEW)
def _printed(word: bytes, fonts: str) -> bytes:
    return print_word(word, fonts=fonts).pdf


@lru_cache(maxsize=_MANY)
def _losses(word: bytes, fonts: str) -> tuple[str, ...]:
    return losses_of(word, fonts=fonts)
