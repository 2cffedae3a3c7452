"""What a short text is akin to by its single characters: 校车 and 班车 share no word, but one of the two things they are made of.

For texts that teach too few words. A character is nearly a word in Chinese, so two opinions are held against one another by
the characters at their beginning (reduced, so that characters of the same company meet), and by how much their characters
and pairs of them look like the words of each concept and each matter of the thesaurus, whether or not a whole word of it stands there.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import cache

import numpy as np
from scipy import sparse

from huiyin.text.grouping.concepts import HINT, concepts
from huiyin.text.grouping.lengths import Vectors, unit, unit_rows
from huiyin.text.grouping.matters import matters

# What a message is about stands in so many characters at its beginning; a short one is all beginning.
BEGINNING = 60
# A character (or a pair) of more texts than this share, and than so many, says nothing.
COMMONEST, SOME = 0.5, 8
# So many unseen texts are reckoned with, so that among a handful a character that all share is not held to say nothing.
PRIOR = 100
DIMENSIONS = 60
# The reduction is learnt from so many texts.
LEARNT = 3_000
# So much of a text the reduction must know for it to count in full.
LEAST = 0.3
SIZES = (1, 2)
# A concept that is twice as near counts four times: what nearly every text has a little of says nothing.
SHARPER = 2
SEED = 20_141


def by_characters(forms: Sequence[str]) -> Vectors:
    """Where each folded text stands by the single characters at its beginning; the order of the texts must be settled."""
    from sklearn.utils.extmath import randomized_svd

    rows = _characters(forms)
    some = rows[:: max(1, -(-len(forms) // LEARNT))]
    wanted = min(DIMENSIONS, *some.shape)
    if not wanted:
        return np.zeros((len(forms), 1), dtype=np.float32)
    _left, _strength, right = randomized_svd(some, wanted, n_iter=3, random_state=SEED)
    found = np.asarray(rows @ right.T, dtype=np.float32)
    # What the reduction hardly knows is not blown up to full length: that would be the dust of rounding.
    lengths = np.sqrt(np.einsum("ij,ij->i", found, found))
    scaled: Vectors = (found / np.maximum(lengths, LEAST)[:, None]).astype(np.float32)
    return scaled


def by_thesaurus(forms: Sequence[str]) -> Vectors:
    """How much the characters of each folded text look like the words of each concept and each matter."""
    from sklearn.feature_extraction.text import CountVectorizer

    columns, telling, said = _glosses()
    counted = CountVectorizer(analyzer="char", ngram_range=SIZES, lowercase=False, vocabulary=columns)
    rows = counted.transform([form[:BEGINNING] for form in forms]).astype(np.float32).tocsr()
    common = np.bincount(rows.indices, minlength=rows.shape[1]) > _most(len(forms))
    rows.data = (1 + np.log(rows.data)) * np.where(common, 0, telling)[rows.indices]
    return unit(np.asarray(unit_rows(rows) @ said, dtype=np.float32) ** SHARPER)


def _characters(forms: Sequence[str]) -> sparse.csr_matrix:
    """Which characters stand at the beginning of each text, the rarer ones weighing more."""
    bags = [sorted({each for each in form[:BEGINNING] if "\u3400" <= each <= "\u9fff"}) for form in forms]
    texts_with = Counter(each for bag in bags for each in bag)
    chosen = sorted(each for each, count in texts_with.items() if count <= _most(len(forms)))
    column = {each: at for at, each in enumerate(chosen)}
    columns = [[column[each] for each in bag if each in column] for bag in bags]
    starts = np.cumsum([0, *map(len, columns)], dtype=np.int64)
    flat = np.fromiter((at for row in columns for at in row), dtype=np.int32, count=int(starts[-1]))
    seen = np.array([texts_with[each] for each in chosen], dtype=np.float64)
    weights = (np.log((PRIOR + len(forms)) / (1 + seen)) + 0.1).astype(np.float32)
    return unit_rows(sparse.csr_matrix((weights[flat], flat, starts), shape=(len(forms), len(column))))


def _most(total: int) -> float:
    return max(COMMONEST * total, SOME)


@cache
def _glosses() -> tuple[Mapping[str, int], Vectors, Vectors]:
    """The characters and pairs in the words of the thesaurus, how telling each is, and how much it says of each entry."""
    entries = [[((concept.name, *concept.words), 1.0), (concept.hints, HINT)] for concept in concepts()] + [
        [((matter.name, *matter.words), 1.0)] for matter in matters()
    ]
    held: list[Mapping[str, float]] = []
    for entry in entries:
        counts: dict[str, float] = defaultdict(float)
        for words, share in entry:
            for piece in (piece for word in words for piece in _pieces(word)):
                counts[piece] += share
        held.append(counts)
    columns = {piece: at for at, piece in enumerate(sorted(set().union(*held)))}
    much = np.zeros((len(columns), len(entries)), dtype=np.float32)
    for number, found in enumerate(held):
        much[[columns[piece] for piece in found], number] = np.log1p(list(found.values()))
    telling = (np.log((1 + len(entries)) / (1 + (much > 0).sum(axis=1))) + 1).astype(np.float32)
    return columns, telling, np.ascontiguousarray(unit((much * telling[:, None]).T).T)


def _pieces(word: str) -> list[str]:
    return [word[at : at + size] for size in SIZES for at in range(len(word) - size + 1)]
