"""Cuts an opinion into pieces and joins them again. Pieces are stretches of the words; the words themselves never change."""

from collections.abc import Collection
from datetime import date, datetime
from itertools import pairwise

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from huiyin.core.errors import Refused
from huiyin.opinions import steps
from huiyin.opinions.access import require_sees
from huiyin.opinions.intake import words_of
from huiyin.opinions.models import GroupingStep, Opinion, Piece, Placement
from huiyin.organisation.access import Reach


def standing(opinion: Opinion) -> list[Piece]:
    """The pieces an opinion consists of now, in the order of its words."""
    return list(Piece.objects.filter(opinion=opinion, replaced=False).order_by("order"))


def ensure_whole(opinions: Collection[Opinion]) -> None:
    """Give each opinion that has no piece yet the one that is the whole of it."""
    have = set(Piece.objects.filter(opinion__in=opinions, replaced=False).values_list("opinion", flat=True))
    Piece.objects.bulk_create([Piece(opinion=opinion) for opinion in opinions if opinion.pk not in have], 500)


def text_of(piece: Piece, words: str) -> str:
    """A piece's own stretch of the words."""
    return words[piece.begin or 0 : piece.end]


def split(*, piece: Piece, at: Collection[int], actor: Reach, now: datetime, today: date) -> list[Piece]:
    """Cut a piece at character positions of its opinion; together the parts are the piece, word for word."""
    with transaction.atomic():
        trace = _begin(GroupingStep.Verb.SPLIT, piece.opinion, actor, now, today)
        made = cut(trace, piece, at)
        trace.write(pieces=len(made))
    return made


def cut(trace: steps.Trace, piece: Piece, at: Collection[int]) -> list[Piece]:
    """Split within a step already begun."""
    piece = Piece.objects.select_for_update(of=("self",)).select_related("opinion").get(pk=piece.pk)
    words = words_of([piece.opinion.pk]).get(piece.opinion.pk)
    if piece.replaced or words is None:
        raise Refused(_("这个分条已被拆分、还原或删除，请刷新后再看。"))
    _require_loose([piece])
    begin, end = piece.begin or 0, piece.end if piece.end is not None else len(words)
    cuts = sorted(set(at))
    if not cuts or cuts[0] <= begin or cuts[-1] >= end:
        raise Refused(_("拆分的位置要在这段话的中间。请在要断开的地方重新选择。"))
    bounds = [begin, *cuts, end]
    if any(not words[a:b].strip() for a, b in pairwise(bounds)):
        raise Refused(_("有一段是空白。请在有文字的地方断开。"))
    parts = [Piece(opinion=piece.opinion, begin=a, end=b) for a, b in pairwise(bounds)]
    Piece.objects.bulk_create(parts)
    trace.swap(hide=[piece], show=parts)
    _number(piece.opinion)
    return parts


def join(*, pieces: Collection[Piece], actor: Reach, now: datetime, today: date) -> Piece:
    """Join neighbouring pieces of one opinion into one again."""
    rows = sorted(pieces, key=lambda piece: piece.order)
    if len(rows) < 2 or len({row.opinion_id for row in rows}) != 1:
        raise Refused(_("请选同一条意见里相邻的两个以上分条。"))
    with transaction.atomic():
        trace = _begin(GroupingStep.Verb.JOIN, rows[0].opinion, actor, now, today)
        rows = list(
            Piece.objects.select_for_update(of=("self",)).filter(pk__in=[row.pk for row in rows]).order_by("order")
        )
        if any(row.replaced for row in rows) or any(a.end is None or a.end != b.begin for a, b in pairwise(rows)):
            raise Refused(_("所选分条不相邻，或已被改动。请刷新后再选。"))
        _require_loose(rows)
        whole = Piece.objects.create(opinion=rows[0].opinion, begin=rows[0].begin, end=rows[-1].end)
        trace.swap(hide=rows, show=[whole])
        _number(whole.opinion)
        trace.write(pieces=len(rows))
    return whole


def _begin(verb: GroupingStep.Verb, opinion: Opinion, actor: Reach, now: datetime, today: date) -> steps.Trace:
    require_sees(actor, opinion)
    if opinion.triage != Opinion.Triage.OPINION:
        raise Refused(_("只有分办为“意见建议”的才能拆分。"))
    around = opinion.round
    return steps.begin(verb, campaign=around.campaign, unit=around.unit, actor=actor, now=now, today=today)


def _require_loose(pieces: Collection[Piece]) -> None:
    if Placement.objects.filter(piece__in=pieces).exists():
        raise Refused(_("这个分条已归入条目。请先移出条目，再拆分或还原。"))
    if any(piece.settlement for piece in pieces):
        raise Refused(_("这个分条已说明去向。请先撤回去向，再拆分或还原。"))


def _number(opinion: Opinion) -> None:
    """Order the standing pieces as their words stand."""
    rows = Piece.objects.filter(Q(replaced=False), opinion=opinion)
    for order, row in enumerate(sorted(rows, key=lambda piece: piece.begin or 0), 1):
        if row.order != order:
            Piece.objects.filter(pk=row.pk).update(order=order)
