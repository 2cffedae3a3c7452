"""Cards by theme, and by mere repetition; whoever wants the opposite within a theme is set apart from it."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from huiyin.consolidating.drafts import Copies, Draft, Facing, made_card
from huiyin.consolidating.leaning_apart import leaning_apart
from huiyin.consolidating.opposing import REPRESENTATIVES, wishes_in
from huiyin.consolidating.said import Decided, Said, short
from huiyin.text.grouping.embedding import Embedder
from huiyin.text.grouping.stance import Wish, against
from huiyin.text.grouping.themes import Theme, themes_of

# A theme of one is no theme; what says the same in its own way stands alone until there is a second.
LEAST = 2


def themed(
    loose: Sequence[Said], copies: Copies, decided: Decided, before: int, embedder: Embedder | None = None
) -> tuple[list[Draft], list[Facing]]:
    """Cards by theme, then by mere repetition; and which themes want the opposite. `before` drafts stand already."""
    place = {said.piece: at for at, said in enumerate(loose)}
    heads = {copy: head for head, others in copies.items() for copy in others}
    repeated = [place.get(heads.get(said.piece, said.piece), at) for at, said in enumerate(loose)]
    words = [said.words for said in loose]
    themes = themes_of(words, repeated, embedder=embedder)
    plain = _plainly_opposed(themes, words)
    drafts: list[Draft] = []
    at_theme: dict[int, int] = {}
    facing: list[Facing] = []
    for number, theme in enumerate(themes):
        made, against_it = _of_theme(theme, loose, heads, decided, opposed=bool(plain[number]))
        if made is not None:
            at_theme[number] = before + len(drafts)
            drafts.append(made)
        if against_it is not None:
            facing += [Facing(at_theme[number], before + len(drafts))] if number in at_theme else []
            drafts.append(against_it)
    facing += [
        Facing(at_theme[number], at_theme[other])
        for number in range(len(themes))
        for other in plain[number]
        if number < other and number in at_theme and other in at_theme
    ]
    facing += [
        Facing(at_theme[one], at_theme[other], hinted=True)
        for one, other in leaning_apart(themes, words)
        if one in at_theme and other in at_theme
    ]
    return drafts + _repeated(loose, copies, heads, decided, {piece for one in drafts for piece in one.pieces}), facing


def _of_theme(
    theme: Theme, loose: Sequence[Said], heads: Mapping[UUID, UUID], decided: Decided, *, opposed: bool
) -> tuple[Draft | None, Draft | None]:
    """A theme's card, and one of those within it that want the opposite of its first ones."""
    said_by = {loose[at].piece: loose[at].words for at in theme.members}
    chosen = [loose[at].piece for at in theme.representatives]
    order = [*chosen, *(loose[at].piece for at in theme.members if at not in theme.representatives)]
    one_side, other_side = _sides(order, said_by)
    made = made_card("new", theme.label, one_side, heads, decided, least=1 if opposed or other_side else LEAST)
    if made is not None:
        made.themed = True
        made.representatives = frozenset(chosen).intersection(made.pieces) or frozenset(made.pieces[:1])
    if not other_side:
        return made, None
    against_it = made_card("new", short(said_by[other_side[0]]), other_side, heads, decided, least=1)
    if against_it is not None:
        against_it.themed = True
        against_it.representatives = frozenset(against_it.pieces[:REPRESENTATIVES])
    return made, against_it


def _repeated(
    loose: Sequence[Said], copies: Copies, heads: Mapping[UUID, UUID], decided: Decided, used: set[UUID]
) -> list[Draft]:
    """Cards of what is in no theme and was said more than once."""
    here = {said.piece for said in loose}
    found = []
    for said in loose:
        same = [piece for piece in (said.piece, *copies.get(said.piece, ())) if piece in here and piece not in used]
        made = made_card("repeat", short(said.words), same, heads, decided, least=LEAST)
        if made is not None:
            made.representatives = frozenset(made.pieces[:1])
            found.append(made)
            used.update(made.pieces)
    return found


def _plainly_opposed(themes: Sequence[Theme], words: Sequence[str]) -> list[tuple[int, ...]]:
    """For each theme those it opposes in words short enough to be trusted."""
    sides = {number for theme in themes for number in theme.opposes}
    wanted = {
        number: wishes_in(words[at] for at in theme.members)
        for number, theme in enumerate(themes)
        if theme.opposes or number in sides
    }
    return [
        tuple(other for other in theme.opposes if against(wanted[number], wanted[other]))
        for number, theme in enumerate(themes)
    ]


def _sides(pieces: Sequence[UUID], words: Mapping[UUID, str]) -> tuple[list[UUID], list[UUID]]:
    """The pieces that go with the first ones, and those that want the opposite: never on one card, whatever made it."""
    mine: tuple[Wish, ...] = ()
    one_side: list[UUID] = []
    other_side: list[UUID] = []
    for piece in pieces:
        wanted = wishes_in([words[piece]])
        if wanted and against(wanted, mine):
            other_side.append(piece)
            continue
        one_side.append(piece)
        mine = tuple(dict.fromkeys((*mine, *wanted)))
    return one_side, other_side
