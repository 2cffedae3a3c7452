"""Puts texts that lie close together into clusters and leaves the others alone; never compares all with all.

A sample is clustered exactly (average linkage over likeness and common neighbours), every text then joins the cluster it is
on average nearest to, if it is near enough. What is left over is sampled again, for what is rare. Deterministic: samples
are taken by place, not by chance.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from huiyin.text.grouping.lengths import Vectors
from huiyin.text.grouping.space import Space

Numbers = NDArray[np.int64]

# So many texts are compared all with all at a time: two seconds and 100 MB.
SAMPLE = 3_000
ROUNDS = 4
# Clusters part where their texts are on average less alike than this.
NEAR = 0.28
# How alike two texts are is a little what they say and a little how many of their nearest are the same: two letters on one
# matter in different words have the same neighbours, two that share a turn of phrase have not.
# Among few texts a matter has few voices, so fewer neighbours count.
NEIGHBOURS, OF_FEW, SHARED = 10, 8, 0.3
# A text joins a cluster it is this alike to; a little more is asked of it than of whole clusters.
JOIN = 0.27
# So much more of both is asked where the texts teach little: the thesaurus calls alike what is only of one kind, and any two
# texts have some characters in common.
SURER = 0.08
REFINED = 2
BLOCK = 8_192
NOWHERE = -1


def clustered(space: Space, *, smallest: int) -> Numbers:
    """The cluster of each text, numbered from 0, or `NOWHERE`."""
    total = space.near.shape[0]
    found = np.full(total, NOWHERE, dtype=np.int64)
    left = space.known()
    number = 0
    for _ in range(ROUNDS):
        step = max(1, -(-len(left) // SAMPLE))
        sample = left[::step]
        groups = _linked(space, sample, smallest)
        if not groups:
            break
        joined = _nearest(space, left, groups)
        near = joined != NOWHERE
        found[left[near]] = joined[near] + number
        number += len(groups)
        left = left[~near]
        # Everything that was left has been compared: another round would find the same.
        if step == 1 or not len(left):
            break
    return _refined(space, found, smallest)


def akin(space: Space, groups: Sequence[Sequence[int]], least: float) -> Numbers:
    """A number for each group, the same for groups whose middles are on average at least so alike (their cosine)."""
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    if len(groups) < 2:
        return np.zeros(len(groups), dtype=np.int64)
    middle, usual = middles(space, groups)
    alike = (middle @ middle.T).astype(np.float64) + (usual @ usual.T).toarray()
    length = np.sqrt(np.maximum(np.diag(alike), np.finfo(np.float32).tiny))
    alike = np.round(alike / length[:, None] / length[None, :], 5)
    far = np.clip(1 - (alike + alike.T) / 2, 0, 1)
    np.fill_diagonal(far, 0)
    found: Numbers = fcluster(linkage(squareform(far, checks=False), "average"), 1 - least, "distance").astype(np.int64)
    return found


def middles(space: Space, groups: Sequence[Sequence[int] | Numbers]) -> tuple[Vectors, sparse.csr_matrix]:
    """The mean of the members of each group."""
    owner = np.concatenate([np.full(len(group), at) for at, group in enumerate(groups)])
    share = np.concatenate([np.full(len(group), 1 / len(group), dtype=np.float32) for group in groups])
    members = np.concatenate([np.asarray(group, dtype=np.int64) for group in groups])
    pick = sparse.csr_matrix((share, (owner, np.arange(len(members)))), shape=(len(groups), len(members)))
    return np.asarray(pick @ space.near[members], dtype=np.float32), (pick @ space.plain[members]).tocsr()


def _linked(space: Space, sample: Numbers, smallest: int) -> list[Numbers]:
    """The clusters of a sample, compared all with all, the largest first."""
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    if len(sample) < max(2, smallest):
        return []
    rows, words = space.near[sample], space.plain[sample]
    alike = rows @ rows.T + (words @ words.T).toarray()
    # Rounded, so that the last bit of a sum decides nothing.
    alike = np.round((alike + alike.T) / 2, 5)
    np.fill_diagonal(alike, 0)
    far = np.clip(1 - (1 - SHARED) * alike - SHARED * _common(alike), 0, 1)
    np.fill_diagonal(far, 0)
    label = fcluster(linkage(squareform(far, checks=False), "average"), 1 - NEAR - SURER * space.untaught, "distance")
    return _members(sample, label, smallest)


def _common(alike: Vectors) -> Vectors:
    """Which share of their nearest each two texts have in common; equally near ones in their order."""
    total = len(alike)
    count = max(1, min(NEIGHBOURS, total // OF_FEW))
    nearest = np.argsort(-alike, axis=1, kind="stable")[:, :count]
    counted = (np.take_along_axis(alike, nearest, axis=1) > 0).astype(np.float32)
    near = sparse.csr_matrix(
        (counted.ravel(), nearest.ravel(), np.arange(0, total * count + 1, count)), shape=(total, total)
    )
    found: Vectors = (near @ near.T).toarray() / np.float32(count)
    return found


def _members(places: Numbers, label: Numbers, smallest: int) -> list[Numbers]:
    """The places under each label, the largest first, then the one that begins first; small ones left out."""
    order = np.argsort(label, kind="stable")
    starts = np.flatnonzero(np.diff(label[order], prepend=label[order[:1]] - 1))
    groups = [places[part] for part in np.split(order, starts[1:])]
    return sorted((group for group in groups if len(group) >= smallest), key=lambda group: (-len(group), group[0]))


def _nearest(space: Space, places: Numbers, groups: list[Numbers]) -> Numbers:
    """Which cluster each text is on average most alike to, or `NOWHERE`."""
    middle, usual = middles(space, groups)
    usual = usual.T.tocsr()
    best = np.full(len(places), NOWHERE, dtype=np.int64)
    how = np.zeros(len(places), dtype=np.float32)
    for at in range(0, len(places), BLOCK):
        block = places[at : at + BLOCK]
        alike = np.round(space.near[block] @ middle.T + (space.plain[block] @ usual).toarray(), 5)
        nearest = alike.argmax(axis=1)
        how[at : at + BLOCK] = alike[np.arange(len(block)), nearest]
        best[at : at + BLOCK] = nearest
    best[how < JOIN + SURER * space.untaught] = NOWHERE
    return best


def _refined(space: Space, found: Numbers, smallest: int) -> Numbers:
    """Every text once more to its nearest cluster, now that the clusters are whole; small ones dissolve."""
    known = space.known()
    for _ in range(REFINED):
        places = np.flatnonzero(found != NOWHERE)
        groups = _members(places, found[places], smallest)
        if not groups:
            return np.full(len(found), NOWHERE, dtype=np.int64)
        found = np.full(len(found), NOWHERE, dtype=np.int64)
        found[known] = _nearest(space, known, groups)
    places = np.flatnonzero(found != NOWHERE)
    last = np.full(len(found), NOWHERE, dtype=np.int64)
    for number, group in enumerate(_members(places, found[places], smallest)):
        last[group] = number
    return last
