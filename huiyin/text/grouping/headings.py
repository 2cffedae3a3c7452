"""Puts together what clusters of single texts left apart: clusters that are one matter, and themes under one heading.

By average linkage, over all pairs of members: what is joined to many must be like them all, so nothing chains.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from huiyin.text.grouping.asking import asking
from huiyin.text.grouping.clusters import SURER, Numbers, middles
from huiyin.text.grouping.lengths import Vectors
from huiyin.text.grouping.space import Space

# Clusters whose members are on average so alike are one matter: what one text at a time could not show (crossings and
# footbridges, who may buy and what is paid) shows between many. All figures here were fitted to the labelled letters of one
# city in eval/data (`city_*`).
ONE_MATTER = 0.30
# Themes whose members are on average so alike stand under one heading.
NEAR = 0.22
# What two themes hold in common of people who ask how something is settled for them, beyond what all texts hold, counts so
# much.
ASKING = 0.30
# Where there are sentence vectors they count so much, and the bounds are others.
MEANT, NEAR_MEANT, ONE_MEANT = 0.7, 0.12, 0.18
# So far that no number of near ones makes up for it.
OPPOSED = 1e9


def one_matter(
    space: Space, groups: Sequence[list[int]], lines: Sequence[str], meant: Vectors | None = None
) -> list[list[int]]:
    """The groups, those joined that are on average, over all pairs of members, as alike as the texts of one matter.

    Before opposed wishes are told apart, so that whoever wants the opposite is seen beside whom they contradict. Where the
    texts teach little more is asked, as of their clusters.
    """
    if len(groups) < 2:
        return list(groups)
    alike = _alike(space, groups, lines, meant)
    found = _linked(1 - alike, 1 - (ONE_MATTER if meant is None else ONE_MEANT) - SURER * space.untaught)
    joined: dict[int, list[int]] = {}
    for number, group in zip(found.tolist(), groups, strict=True):
        joined.setdefault(number, []).extend(group)
    return [sorted(members) for members in joined.values()]


def headings(
    space: Space,
    groups: Sequence[Sequence[int]],
    opposed: Sequence[tuple[int, int]],
    lines: Sequence[str],
    meant: Vectors | None = None,
) -> Numbers:
    """A number for each group, the same for groups that are on average, over all pairs of groups, near enough.

    Two opposed groups never share a number. `meant` are sentence vectors.
    """
    if len(groups) < 2:
        return np.zeros(len(groups), dtype=np.int64)
    far = 1 - _alike(space, groups, lines, meant)
    for one, other in opposed:
        far[one, other] = far[other, one] = OPPOSED
    return _linked(far, 1 - (NEAR if meant is None else NEAR_MEANT))


def _alike(
    space: Space, groups: Sequence[Sequence[int]], lines: Sequence[str], meant: Vectors | None
) -> NDArray[np.float64]:
    """How alike each two groups are on average; rounded, so that the last bit of a sum decides nothing."""
    middle, usual = middles(space, groups)
    alike = (middle @ middle.T).astype(np.float64) + (usual @ usual.T).toarray()
    alike += ASKING * _asked_in_common(groups, lines)
    if meant is not None:
        sentences, _ = middles(Space(meant, sparse.csr_matrix((len(meant), 1), dtype=np.float32)), groups)
        alike = (1 - MEANT) * alike + MEANT * (sentences @ sentences.T).astype(np.float64)
    found: NDArray[np.float64] = np.round((alike + alike.T) / 2, 5)
    return found


def _linked(far: NDArray[np.float64], most: float) -> Numbers:
    """A number for each group, the same for those linked at no greater average distance; `far` may be changed."""
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    np.fill_diagonal(far, 0)
    found: Numbers = fcluster(
        linkage(squareform(np.maximum(far, 0), checks=False), "average"), most, "distance"
    ).astype(np.int64)
    return found


def _asked_in_common(groups: Sequence[Sequence[int]], lines: Sequence[str]) -> NDArray[np.float64]:
    """For each two groups the share of members beginning with a question that both have, beyond that of all lines."""
    asks = asking(lines).astype(np.float64)
    usual = asks.mean()
    beyond = np.array([asks[list(group)].mean() - usual for group in groups])
    common: NDArray[np.float64] = np.maximum(0.0, np.minimum.outer(beyond, beyond))
    return common
