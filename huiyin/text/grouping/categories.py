"""Proposes a category for each text: from the categories' names, from the texts people placed already, from both.

A linear model on two views of a text (its concepts, its character sequences) learns what the names alone get wrong. It is
solved in closed form, so that what it would say of an example it had not seen is known for every example: that tells how
sure it may be. Texts and examples are put into one order first, so that theirs changes nothing.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from huiyin.text.grouping.concepts import concept_vectors
from huiyin.text.grouping.folding import folded
from huiyin.text.grouping.naming import Category, Names
from huiyin.text.grouping.vectors import Sequences, cut, learn_sequences

__all__ = ["Category", "Example", "Guess", "Sorter", "learn"]

Floats = NDArray[np.float64]

# What the names say counts this much beside a target of 1 for the right category.
NAMES = 0.6
# What they say of the title counts so much besides, where a text has one: a first line so short with more below it. A letter
# tells much beside the matter, and its title names it.
TITLE, TITLE_LONGEST = 0.25, 40
# How alike two texts are: by their concepts and by their character sequences.
CONCEPTS, SEQUENCES = 1.0, 1.0
# How far the model keeps from the single example (ridge).
CAUTION = 1.5
# So many examples are learned from; of more, the same share of each category, chosen by what they say.
MOST_EXAMPLES = 4_000
# So many texts not yet placed help to tell frequent sequences from rare ones.
MOST_UNLABELLED = 2_000
# Weights of sequences × categories that are kept at most.
MOST_WEIGHTS = 24_000_000
MOST_SEQUENCES = 120_000
# People place one message in so many differently, and rightly so: no proposal is surer than that allows.
DOUBT = 0.08
# How sharply scores become confidences before enough examples tell it (the more categories, the sharper: there are more
# to share the rest), and how many examples that opinion is worth.
SHARPNESS, WORTH = 4.0, 20.0
SHARPNESSES = tuple(1.0 * 1.12**step for step in range(30))
# Texts that are looked at together: bounds the memory.
TOGETHER = 5_000


@dataclass(frozen=True, slots=True)
class Example:
    """A text people placed, and the code of the category they chose."""

    text: str
    category: str


@dataclass(frozen=True, slots=True)
class Guess:
    """The category proposed for a text, how likely it is right (0 to 1), the next best; none for a text that says nothing."""

    category: str | None
    confidence: float
    runner_up: str | None


NOTHING = Guess(None, 0.0, None)
# A text that people placed, in so many words, is placed so again.
PLACED_BEFORE = 0.99
# With a single category there is nothing to compare it with.
SINGLE = 0.5


class UnknownCategory(ValueError):
    """An example names a category that is not in the table; the message is a full Chinese sentence."""


class _Form(NamedTuple):
    """A text folded, and its title, if it has one."""

    whole: str
    title: str


@dataclass(frozen=True)
class _Learned:
    """What the examples teach: weights of concepts and of sequences for each category."""

    sequences: Sequences
    by_sequence: Floats
    by_concept: Floats


class Sorter:
    """Sorts texts into categories; made by `learn`."""

    def __init__(
        self,
        categories: Sequence[Category],
        names: Names,
        learned: _Learned | None,
        sharpness: float,
        placed: Mapping[str, int],
    ) -> None:
        self.categories = tuple(categories)
        self.sharpness = sharpness
        self._names = names
        self._learned = learned
        self._placed = placed

    def sort(self, texts: Sequence[str]) -> list[Guess]:
        """A guess for each text, in their order; equal texts get equal guesses whatever stands around them."""
        with threadpool_limits(limits=1):
            forms = _forms(texts)
            if len(self.categories) < 2:
                only = [Guess(each.code, SINGLE, None) for each in self.categories] or [NOTHING]
                return [only[0] if form.whole else NOTHING for form in forms]
            distinct = sorted(set(forms))
            guesses: dict[_Form, Guess] = {}
            for start in range(0, len(distinct), TOGETHER):
                part = distinct[start : start + TOGETHER]
                guesses.update(zip(part, self._guesses(part), strict=True))
            return [guesses[form] for form in forms]

    def _guesses(self, forms: Sequence[_Form]) -> list[Guess]:
        scores, says = self._scores(forms)
        # Sums may differ in their last digits with the company a text is in: what is decided must not.
        scores = np.round(scores, 7)
        chances = _chances(scores, self.sharpness)
        for row, form in enumerate(forms):
            if (place := self._placed.get(form.whole)) is not None:
                says[row] = True
                scores[row, place] = np.inf
                chances[row, place] = max(PLACED_BEFORE, chances[row, place])
        rows = np.arange(len(forms))
        best = scores.argmax(axis=1)
        sure = chances[rows, best].round(4)
        scores[rows, best] = -np.inf
        second = scores.argmax(axis=1)
        codes = [each.code for each in self.categories]
        found = zip(best.tolist(), sure.tolist(), second.tolist(), says.tolist(), strict=True)
        return [Guess(codes[a], chance, codes[b]) if known else NOTHING for a, chance, b, known in found]

    def _scores(self, forms: Sequence[_Form]) -> tuple[Floats, NDArray[np.bool_]]:
        """The score of each category for each text, and whether the text says anything that is known."""
        wholes = [form.whole for form in forms]
        vectors = concept_vectors(wholes)
        evidence = _said(self._names, forms, vectors)
        says = np.abs(evidence).max(axis=1, initial=0.0) > 0
        scores = evidence
        if self._learned is not None:
            found = self._learned.sequences.vectors(wholes)
            scores = scores + found @ self._learned.by_sequence + vectors @ self._learned.by_concept
            says |= np.diff(found.indptr) > 0
        return scores, says


def learn(categories: Sequence[Category], examples: Iterable[Example], unlabelled: Iterable[str] = ()) -> Sorter:
    """A sorter for the categories (in the order of their codes), taught by the examples, if there are any.

    Examples that contradict each other share their text's vote; the same text placed alike twice counts once.
    """
    table = sorted(categories, key=lambda each: each.code)
    places = {each.code: at for at, each in enumerate(table)}
    if len(places) < len(table):
        raise ValueError("类别编码有重复，请改成各不相同的编码。")
    with threadpool_limits(limits=1):
        names = Names(table)
        votes, titles = _votes(examples, places)
        placed = {form: min(chosen) for form, chosen in votes.items() if len(chosen) == 1}
        if not votes or len(table) < 2:
            return Sorter(table, names, None, _usual(len(table)), placed)
        forms = [_Form(whole, titles[whole]) for whole in _selected(votes)]
        targets = _targets([votes[form.whole] for form in forms], len(table))
        background = _sample(folded(cut(list(unlabelled))), MOST_UNLABELLED)
        learned, sharpness = _taught(names, forms, targets, background)
        return Sorter(table, names, learned, sharpness, placed)


def _forms(texts: Sequence[str]) -> list[_Form]:
    lines = [text.lstrip().partition("\n") for text in texts]
    titles = [first if len(first) <= TITLE_LONGEST and rest.strip() else "" for first, _, rest in lines]
    return [_Form(whole, title) for whole, title in zip(folded(cut(texts)), folded(titles), strict=True)]


def _said(names: Names, forms: Sequence[_Form], vectors: Floats) -> Floats:
    """What the names of the categories say of each text, given with its concepts, and of its title, as much as it counts."""
    found = NAMES * names.evidence([form.whole for form in forms], vectors)
    titled = [row for row, form in enumerate(forms) if form.title]
    if titled:
        titles = [forms[row].title for row in titled]
        found[titled] += TITLE * names.evidence(titles, concept_vectors(titles))
    return found


def _votes(examples: Iterable[Example], places: dict[str, int]) -> tuple[dict[str, frozenset[int]], dict[str, str]]:
    """The categories in which each distinct text was placed, and its title."""
    rows = list(examples)
    found: dict[str, set[int]] = defaultdict(set)
    titles: dict[str, str] = {}
    for row, form in zip(rows, _forms([each.text for each in rows]), strict=True):
        if row.category not in places:
            raise UnknownCategory(f"类别表中没有“{row.category}”，请改用表中的编码或补上这个类别。")
        if form.whole:
            found[form.whole].add(places[row.category])
            titles[form.whole] = max(titles.get(form.whole, ""), form.title)
    return {whole: frozenset(chosen) for whole, chosen in found.items()}, titles


def _rank(form: str) -> bytes:
    return blake2b(form.encode("utf-8", "surrogatepass"), digest_size=8).digest()


def _sample(forms: Iterable[str], most: int) -> list[str]:
    """At most so many of the texts, the same ones in whatever order they come."""
    return sorted(sorted(set(forms) - {""}, key=lambda form: (_rank(form), form))[:most])


def _selected(votes: dict[str, frozenset[int]]) -> list[str]:
    """The texts to learn from; of too many, in turn one of each category."""
    if len(votes) <= MOST_EXAMPLES:
        return sorted(votes)
    turns: dict[int, int] = defaultdict(int)
    ranked = []
    for form in sorted(votes, key=lambda each: (_rank(each), each)):
        first = min(votes[form])
        turns[first] += 1
        ranked.append((turns[first], _rank(form), form))
    return sorted(form for _turn, _rank_, form in sorted(ranked)[:MOST_EXAMPLES])


def _targets(votes: Sequence[frozenset[int]], width: int) -> Floats:
    """For each example 1 for its category (shared when people disagree), as much below 0 for the others together."""
    found = np.zeros((len(votes), width))
    for row, chosen in enumerate(votes):
        found[row, sorted(chosen)] = 1.0 / len(chosen)
    other = -1.0 / (width - 1)
    return found * (1.0 - other) + other


def _taught(names: Names, forms: Sequence[_Form], targets: Floats, background: Sequence[str]) -> tuple[_Learned, float]:
    """The weights the examples give, and how sharply scores may be taken."""
    most = min(MOST_SEQUENCES, MOST_WEIGHTS // targets.shape[1])
    wholes = [form.whole for form in forms]
    sequences = learn_sequences(sorted({*wholes, *background}), most)
    found, vectors = sequences.vectors(wholes), concept_vectors(wholes)
    offset = _said(names, forms, vectors)
    alike = SEQUENCES * (found @ found.T).toarray() + CONCEPTS * (vectors @ vectors.T)
    inverse = np.linalg.inv(alike + CAUTION * np.eye(len(forms)))
    pull = inverse @ (targets - offset)
    unseen = targets - pull / np.diag(inverse)[:, None]
    learned = _Learned(
        sequences,
        by_sequence=SEQUENCES * (found.T @ pull),
        by_concept=CONCEPTS * (vectors.T @ pull),
    )
    return learned, _sharpness(unseen, targets)


def _chances(scores: Floats, sharpness: float) -> Floats:
    raised = np.exp(sharpness * (scores - scores.max(axis=1, keepdims=True)))
    shares: Floats = raised / raised.sum(axis=1, keepdims=True)
    chances: Floats = (1.0 - DOUBT) * shares + DOUBT / scores.shape[1]
    return chances


def _usual(width: int) -> float:
    return float(SHARPNESS * np.log(max(width, 2)))


def _sharpness(unseen: Floats, targets: Floats) -> float:
    """The sharpness at which the chances of the examples, each unseen by the model, were the most likely ones."""
    shares = np.where(targets > 0, targets, 0.0)
    shares /= shares.sum(axis=1, keepdims=True)
    losses, usual = [], _usual(targets.shape[1])
    for sharpness in SHARPNESSES:
        loss = -(shares * np.log(np.maximum(_chances(unseen, sharpness), 1e-9))).sum()
        losses.append(round(float(loss + WORTH * np.log(sharpness / usual) ** 2), 6))
    return SHARPNESSES[losses.index(min(losses))]
