"""Looks at answers once, while a box is opened, for signs of coaching; what stays is a word for the whole box."""

from huiyin.ballots import coaching, counting, form
from huiyin.ballots.coaching import Vector
from huiyin.ballots.models import Ballot


class Seen:
    """The grades of each ballot of a survey, in memory for the length of an opening; nothing of it is stored."""

    def __init__(self, ballot: Ballot) -> None:
        self._parts = form.parts(form.from_data(ballot.form))
        self._questions = [
            (n, len(one.subjects))
            for n, one in enumerate(form.from_data(ballot.form))
            if one.codes and one.kind == "grade"
        ]
        self._vectors: dict[int, list[Vector]] = {n: [] for n, _subjects in self._questions}

    def add(self, texts: list[str]) -> None:
        """One ballot's answers, a text for each part."""
        for number, subjects in self._questions:
            first = self._parts.index((number, 0))
            self._vectors[number].append(tuple(int(text) for text in texts[first : first + subjects]))

    def signs(self, ballot: Ballot) -> list[str]:
        """Which signs the box shows, beside other bodies' surveys that asked the same and are certified."""
        found = [coaching.ALIKE] if any(coaching.alike(vectors) for vectors in self._vectors.values()) else []
        others = [one.counted for one in _others(ballot)]
        for number, _subjects in self._questions:
            mine = counting.tally_from(ballot.counted[number]).marks
            if coaching.all_top(mine, [counting.tally_from(other[number]).marks for other in others]):
                return [*found, coaching.TOP]
        return found


def _others(ballot: Ballot) -> list[Ballot]:
    """Certified surveys of other bodies with the same question paper."""
    same = Ballot.objects.filter(
        form_digest=ballot.form_digest, state=Ballot.State.CERTIFIED, preset=ballot.preset, electronic=True
    )
    return list(same.exclude(pk=ballot.pk).exclude(rated=ballot.rated).order_by("-pk")[:200])
