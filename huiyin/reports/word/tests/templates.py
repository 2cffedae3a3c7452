"""Templates as python-docx, standing in for Word, writes them, and short ways to fill them."""

import io

import docx
import pytest

from huiyin.reports.word.readback import read_back
from huiyin.reports.word.template import render_template
from huiyin.reports.word.template_sandbox import TemplateProblem
from huiyin.reports.word.tests.office import ITEMS, KEY_ITEMS, WRITTEN

FIGURES = {"D4.items": ITEMS, "D4.key_items": KEY_ITEMS}


def written(*paragraphs, rows=()):
    """A template as python-docx, standing in for Word, writes it: each paragraph one run or a list of runs."""
    document = docx.Document()
    for paragraph in paragraphs:
        line = document.add_paragraph()
        for piece in [paragraph] if isinstance(paragraph, str) else paragraph:
            line.add_run(piece)
    if rows:
        table = document.add_table(rows=0, cols=len(rows[0]))
        for row in rows:
            for cell, words in zip(table.add_row().cells, row, strict=True):
                cell.text = words
    saved = io.BytesIO()
    document.save(saved)
    return saved.getvalue()


def filled(template, context=None, figures=FIGURES, **options):
    return render_template(template, context or {}, figures, written_at=WRITTEN, **options)


def words_of(template, context=None, **options):
    return list(read_back(filled(template, context, **options)).paragraphs)


def problems_of(template, context=None, figures=FIGURES):
    with pytest.raises(TemplateProblem) as refusal:
        filled(template, context, figures)
    return refusal.value.problems
