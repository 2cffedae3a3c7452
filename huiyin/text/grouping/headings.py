"""Puts themes that belong together under one heading: broader than a card, and never chained from one matter to the next."""

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from huiyin.text.grouping.clusters import Numbers, middles
from huiyin.text.grouping.lengths import Vectors
from huiyin.text.grouping.space import Space

# Themes whose members are on average so alike, each two of them, stand under one heading. All figures here were fitted to
# eval/data/city_topics.tsv alone.
NEAR = 0.18
# People who ask how something is settled for them (who may buy, what is paid, when it comes) write to the same offices
# about kindred rules; who complains of the same things writes of something else. What two themes hold in common of such
# questions, beyond what all texts hold, counts so much.
ASKING = 0.25
ASKS = re.compile("咨询|请问|疑问|想问|是否|能否|吗|何时|怎么|如何")
BEGINNING = 30
# Where there are sentence vectors they know a question themselves: they count so much, and the bound is another.
MEANT, NEAR_MEANT = 0.7, 0.10
# Farther than any two themes can be.
OPPOSED = 2.0


def headings(
    space: Space,
    groups: Sequence[Sequence[int]],
    opposed: Sequence[tuple[int, int]],
    lines: Sequence[str],
    meant: Vectors | None = None,
) -> Numbers:
    """A number for each group, the same for groups of which every two are, over all pairs of members, near enough.

    Complete linkage, so that nothing chains; two opposed groups never share a number. `meant` are sentence vectors.
    """
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    if len(groups) < 2:
        return np.zeros(len(groups), dtype=np.int64)
    middle, usual = middles(space, groups)
    alike = (middle @ middle.T).astype(np.float64) + (usual @ usual.T).toarray()
    if meant is None:
        alike += ASKING * _asked_in_common(groups, lines)
        least = NEAR
    else:
        sentences, _ = middles(Space(meant, sparse.csr_matrix((len(meant), 1), dtype=np.float32)), groups)
        alike = (1 - MEANT) * alike + MEANT * (sentences @ sentences.T).astype(np.float64)
        least = NEAR_MEANT
    # Rounded, so that the last bit of a sum decides nothing.
    alike = np.round((alike + alike.T) / 2, 5)
    far = 1 - alike
    for one, other in opposed:
        far[one, other] = far[other, one] = OPPOSED
    np.fill_diagonal(far, 0)
    linked = linkage(squareform(np.maximum(far, 0), checks=False), "complete")
    found: Numbers = fcluster(linked, 1 - least, "distance").astype(np.int64)
    return found


def _asked_in_common(groups: Sequence[Sequence[int]], lines: Sequence[str]) -> NDArray[np.float64]:
    """For each two groups the share of members beginning with a question that both have, beyond that of all lines."""
    asks = np.array([ASKS.search(line[:BEGINNING]) is not None for line in lines], dtype=np.float64)
    usual = asks.mean()
    beyond = np.array([asks[list(group)].mean() - usual for group in groups])
    common: NDArray[np.float64] = np.maximum(0.0, np.minimum.outer(beyond, beyond))
    return common
