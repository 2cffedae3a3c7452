"""Other finders of near-duplicates, each in a process of its own: reads texts, prints processor seconds and memory as JSON.

Run by `bench.grouping` in the interpreter given there; nothing of the product is imported.
`python near_rivals.py METHOD TEXTS.jsonl`; a method that is not installed says so with exit code 4.
"""

import importlib.util
import json
import re
import sys
import time
import unicodedata
from typing import TYPE_CHECKING

from eval.grouping.beside import MISSING, megabytes

if TYPE_CHECKING:
    from opencc import OpenCC

NEEDS = {"rensa": ("rensa",), "datasketch": ("datasketch",), "tfidf": ("sklearn", "scipy")}
MARKS = re.compile(r"[^0-9a-z\u4e00-\u9fff]+")


def main(method: str, job: str) -> None:
    """Run one method on texts as they come ("raw") or on texts already folded ("folded")."""
    name, _, state = method.partition("-")
    if any(importlib.util.find_spec(package) is None for package in (*NEEDS[name], "opencc")):
        sys.exit(MISSING)
    import opencc

    with open(job, encoding="utf-8") as file:
        texts = [json.loads(line) for line in file]
    converter = opencc.OpenCC("t2s")
    converter.convert("會")
    run = {"rensa": rensa, "datasketch": datasketch, "tfidf": tfidf}[name]
    run(["先走一遍把要用的都载入", "先走一遍把要用的都载进来"])
    before, began, begun = megabytes("VmRSS"), time.perf_counter(), time.process_time()
    clean = normalised(texts, converter) if state == "raw" else texts
    groups = run(list(dict.fromkeys(clean)))
    seconds, wall = time.process_time() - begun, time.perf_counter() - began
    memory = megabytes("VmHWM") - before
    answer = None if groups is None else [groups[text] for text in clean]
    print(json.dumps({"seconds": seconds, "wall": wall, "memory": memory, "groups": answer}))


def normalised(texts: list[str], converter: "OpenCC") -> list[str]:
    """The usual normaliser: one call of OpenCC over everything, then NFKC, lower case and a pattern for each text."""
    whole = converter.convert("\n".join(text.replace("\n", " ") for text in texts))
    return [MARKS.sub("", unicodedata.normalize("NFKC", text).lower()) for text in whole.split("\n")]


def pairs(text: str) -> list[str]:
    """Every two neighbouring characters."""
    return [text[at : at + 2] for at in range(max(1, len(text) - 1))]


def rensa(texts: list[str]) -> dict[str, int] | None:
    """Its deduplicator says only which to keep: no groups."""
    from rensa import RMinHashDeduplicator

    finder = RMinHashDeduplicator(0.5, 64, True, 16)
    finder.add_pairs((str(at), pairs(text)) for at, text in enumerate(texts))
    return None


def datasketch(texts: list[str]) -> dict[str, int] | None:
    """Each text joins the first one its index names."""
    from datasketch import MinHash, MinHashLSH

    index = MinHashLSH(threshold=0.7, num_perm=64)
    groups: dict[str, int] = {}
    for text in texts:
        sketch = MinHash(num_perm=64)
        sketch.update_batch([pair.encode() for pair in pairs(text)])
        found = index.query(sketch)
        groups[text] = min((groups[other] for other in found), default=len(groups))
        index.insert(text, sketch)
    return groups


def tfidf(texts: list[str]) -> dict[str, int] | None:
    """Cosine of character pairs and triples; texts from 0.7 on are chained."""
    from scipy.sparse import vstack
    from scipy.sparse.csgraph import connected_components
    from sklearn.feature_extraction.text import TfidfVectorizer

    table = TfidfVectorizer(analyzer="char", ngram_range=(2, 3)).fit_transform(texts).tocsr()
    near = []
    for at in range(0, table.shape[0], 500):
        block = table[at : at + 500] @ table.T
        block.data[block.data < 0.7] = 0
        block.eliminate_zeros()
        near.append(block)
    numbers = connected_components(vstack(near), directed=False)[1]
    return dict(zip(texts, numbers.tolist(), strict=True))


if __name__ == "__main__":
    main(*sys.argv[1:3])
