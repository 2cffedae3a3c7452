"""Likely repeats of what is being entered: found by equal bands, verified on a few words, never a hindrance.

The index in the database is written by night (and for what a person has already triaged), many opinions at once in the
order of what the rows hold, so that it tells nothing of when an anonymous opinion came. What is not in it yet, today's, is
looked through by itself and leaves no trace; only where very many wait are they written into the index together.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from huiyin.campaigns.models import Campaign
from huiyin.consolidating.models import Band
from huiyin.opinions.access import visible
from huiyin.opinions.intake import words_of
from huiyin.opinions.models import Opinion
from huiyin.opinions.queries import Line, lines
from huiyin.organisation.access import Reach
from huiyin.organisation.models import Unit

MOST = 3
# So many of those not yet in the index are looked through; where more wait, so many at most are put into it at once.
FRESH, CATCH_UP = 1000, 3000
# Of two texts alike by seven tenths one in a thousand shares none of so many bands; all of them would fill the disk.
BANDS = 10
# Of what everybody writes alike so much is met at most; and so many likely twins are looked at word for word.
MET = 2000
LOOKED_AT = 60
# Of a workbook so many rows are looked at, some at a time; each is held against a few likely twins.
ROWS = 2000
_AT_ONCE, _TWINS = 50, 5
_CHUNK = 500


def likely(text: str, *, campaign: Campaign, actor: Reach) -> list[Line]:
    """The opinions of the campaign that this text probably repeats, of those the actor may read; the likest first."""
    # Loaded when somebody records: most processes never do.
    from huiyin.text.grouping.mending import mended
    from huiyin.text.grouping.near import ALIKE, bands, likenesses

    text = mended([text])[0]
    keys = bands(text)[:BANDS]
    if not keys:
        return []
    of = _met(keys, campaign)
    shared = Counter(opinion for key in keys for opinion in of[key])
    nearest = sorted(shared, key=lambda uid: (-shared[uid], uid))[:LOOKED_AT]
    seen = visible(actor).filter(pk__in=nearest).select_related("round", "about_unit", "about_person")
    found = [(line, line.words) for line in lines(actor, list(seen)) if line.words is not None]
    scores = likenesses(text, mended([words for _line, words in found]))
    scored = sorted((-score, line.opinion.pk, line) for (line, _words), score in zip(found, scores, strict=True))
    return [line for score, _uid, line in scored if -score >= ALIKE][:MOST]


@dataclass(frozen=True)
class Alike:
    """Of so many rows of a workbook so many look like repeats."""

    rows: int
    alike: int


def alike(texts: Sequence[str], *, campaign: Campaign, actor: Reach) -> Alike:
    """How many of the texts probably repeat an opinion of the campaign that the actor may read; of the first `ROWS`."""
    from huiyin.text.grouping.mending import mended
    from huiyin.text.grouping.near import bands_of

    rows = mended(texts[:ROWS])
    found = 0
    fresh = _fresh(campaign)
    for at in range(0, len(rows), _AT_ONCE):
        some = rows[at : at + _AT_ONCE]
        found += _alike(some, [keys[:BANDS] for keys in bands_of(some)], campaign, actor, fresh)
    return Alike(len(rows), found)


Keyed = dict[int, list[UUID]]  # band → opinions


def _met(keys: Iterable[int], campaign: Campaign, fresh: Keyed | None = None) -> Keyed:
    """Who stands at these bands: in the index, and of those not yet in it."""
    of: Keyed = defaultdict(list)
    wanted = sorted(set(keys))
    met = Band.objects.filter(band__in=wanted, opinion__round__campaign=campaign).order_by("band", "opinion")
    for band, opinion in met.values_list("band", "opinion")[:MET]:
        of[band].append(opinion)
    waiting = _fresh(campaign) if fresh is None else fresh
    for key in wanted:
        of[key] += waiting.get(key, [])
    return of


def _fresh(campaign: Campaign) -> Keyed:
    """The bands of those not yet in the index, reckoned now. Where very many wait, the index takes them in together."""
    from huiyin.text.grouping.mending import mended
    from huiyin.text.grouping.near import bands_of

    waiting = Opinion.objects.filter(round__campaign=campaign).exclude(triage=Opinion.Triage.RESTRICTED)
    # By their random keys: which of them the index takes in first tells nothing of when they came.
    uids = list(_missing(waiting).order_by("pk").values_list("pk", flat=True)[: CATCH_UP + FRESH])
    if len(uids) > FRESH:
        _write(uids[:CATCH_UP])
        uids = uids[CATCH_UP:]
    words = words_of(uids)
    found: Keyed = defaultdict(list)
    for uid, keys in zip(words, bands_of(mended(list(words.values()))), strict=True):
        for key in keys[:BANDS]:
            found[key].append(uid)
    return found


def _alike(texts: Sequence[str], keys: Sequence[Sequence[int]], campaign: Campaign, actor: Reach, fresh: Keyed) -> int:
    from huiyin.text.grouping.mending import mended
    from huiyin.text.grouping.near import ALIKE, likenesses

    of = _met((key for some in keys for key in some), campaign, fresh)
    twins = []
    for some in keys:
        shared = Counter(opinion for key in some for opinion in of[key])
        twins.append(sorted(shared, key=lambda uid: (-shared[uid], uid))[:LOOKED_AT])
    seen = set(visible(actor).filter(pk__in={uid for near in twins for uid in near}).values_list("pk", flat=True))
    kept = [[uid for uid in near if uid in seen][:_TWINS] for near in twins]
    words = words_of({uid for near in kept for uid in near})
    return sum(
        max(likenesses(text, mended([words[uid] for uid in near if uid in words])), default=0.0) >= ALIKE
        for text, near in zip(texts, kept, strict=True)
    )


def named(uids: Iterable[UUID | None], actor: Reach) -> list[Line]:
    """The opinions that an address names as likely repeats, of those the actor may read; some of them at most."""
    wanted = [uid for uid in uids if uid is not None][:MOST]
    if not wanted:
        return []
    rows = visible(actor).filter(pk__in=wanted).select_related("round", "about_unit", "about_person").order_by("uid")
    return lines(actor, list(rows))


def index_board(campaign: Campaign, unit: Unit) -> int:
    """Index what a person has triaged on a board; returns how many opinions."""
    return _index(Opinion.objects.filter(round__campaign=campaign, round__unit=unit, triage=Opinion.Triage.OPINION))


def index_before(day: date) -> int:
    """Index the opinions of earlier days; returns how many."""
    return _index(Opinion.objects.filter(day__lt=day).exclude(triage=Opinion.Triage.RESTRICTED))


def _index(opinions: QuerySet[Opinion]) -> int:
    uids = sorted(_missing(opinions).values_list("pk", flat=True))
    _write(uids)
    return len(uids)


def _missing(opinions: QuerySet[Opinion]) -> QuerySet[Opinion]:
    return opinions.filter(banded__isnull=True, erased=False)


def _write(uids: Sequence[UUID]) -> None:
    from huiyin.text.grouping.mending import mended
    from huiyin.text.grouping.near import bands_of

    for at in range(0, len(uids), _CHUNK):
        words = sorted(words_of(uids[at : at + _CHUNK]).items())
        keys = bands_of(mended([text for _uid, text in words]))
        made = sorted({(band, uid) for (uid, _text), some in zip(words, keys, strict=True) for band in some[:BANDS]})
        rows = [Band(opinion_id=uid, band=band) for band, uid in made]
        with transaction.atomic():
            Band.objects.bulk_create(rows, _CHUNK, ignore_conflicts=True)
            # Also of what says nothing that could be told again: it is not looked at twice.
            Opinion.objects.filter(pk__in=uids[at : at + _CHUNK]).update(banded=True)
