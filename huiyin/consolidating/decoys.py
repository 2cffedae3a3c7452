"""Which other items come closest to an original: a sample shown among far-off ones would be too easy to get right."""

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from huiyin.campaigns.models import Campaign
from huiyin.consolidating.boards import said
from huiyin.opinions.models import Item, Opinion, Piece, Placement
from huiyin.organisation.models import Unit

# Beside its wording so many originals speak for an item; the first by key, so that a sample can be drawn again.
SPEAKING = 3


def wordings(campaign: Campaign, unit: Unit) -> dict[UUID, list[str]]:
    """What each standing item of a board says: its wording and some of its originals."""
    items = Item.objects.filter(campaign=campaign, unit=unit, removed=False)
    texts = {uid: [statement] for uid, statement in items.values_list("uid", "statement")}
    rows = Placement.objects.filter(
        item__in=items, piece__opinion__triage=Opinion.Triage.OPINION, piece__opinion__erased=False
    )
    speaking: dict[UUID, list[UUID]] = defaultdict(list)
    for item, piece in rows.order_by("piece").values_list("item__uid", "piece"):
        if len(speaking[item]) < SPEAKING:
            speaking[item].append(piece)
    chosen = {piece for some in speaking.values() for piece in some}
    words = {one.piece: one.words for one in said(Piece.objects.filter(pk__in=chosen))}
    for item, some in speaking.items():
        texts[item] += [words[piece] for piece in some if piece in words]
    return texts


class Nearness:
    """Items by the words they share with an original; a word of few items says more than one of all."""

    def __init__(self, items: Mapping[UUID, Sequence[str]]) -> None:
        # Loaded when somebody draws: most processes never do.
        from huiyin.text.grouping.tokens import words

        self._cut = words
        self._words = {item: {word for text in texts for word in words(text)} for item, texts in items.items()}
        held = Counter(word for of_item in self._words.values() for word in of_item)
        self._weight = {word: math.log(1 + len(self._words) / number) for word, number in held.items()}

    def nearest(self, text: str, without: Collection[UUID], most: int) -> list[UUID]:
        """So many items at most, the nearest first; of equally near ones the first by key."""
        mine = set(self._cut(text))
        scored = [
            (-math.fsum(self._weight[word] for word in mine & words) / math.sqrt(1 + len(words)), item)
            for item, words in self._words.items()
            if item not in without
        ]
        return [item for _score, item in sorted(scored)[:most]]
