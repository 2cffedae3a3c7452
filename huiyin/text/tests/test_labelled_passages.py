"""The labelled passages fit their texts, and what was reached on them is not lost."""

import pytest

from eval.claims import Score, own, score


@pytest.mark.parametrize("split", ["tune", "held", "held2", "fresh", "unseen", "first", "second"])
def test_every_label_quotes_its_text(split: str) -> None:
    documents = own(split)
    assert documents
    for document in documents:
        for label in document.claims + document.nonclaims:
            assert document.text[int(str(label["start"])) : int(str(label["end"]))] == label["quote"]


@pytest.mark.parametrize("split", ["tune", "held", "held2", "fresh", "unseen", "first", "second"])
def test_recall_and_precision_stay(split: str) -> None:
    total = Score()
    for document in own(split):
        score(document, total)
    assert total.recall >= 0.97, total.notes
    assert total.precision >= 0.97, total.notes
    assert total.unit >= 0.97 * total.found
    assert total.approx >= 0.97 * total.found
