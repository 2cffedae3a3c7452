"""投票: everybody draws, then everybody votes, at once and against each other; the box opened and counted; the chain verified."""

import hashlib
import math
import secrets
from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from uuid import UUID

from bench import voting, voting_rates
from bench.data.rows import fill
from bench.measuring import Differs, Rounds, timed
from bench.results import Fact, Found, Spent
from bench.site import Site
from bench.voting import QUESTION, Held, Sent, Slip, Vote
from huiyin.anonymity import ballot_box
from huiyin.anonymity.ballot_sealing import Box
from huiyin.anonymity.models import BoardLine, SealedBallot, SpentToken
from huiyin.ballots import casting, counting, form, opening
from huiyin.ballots.models import Ballot
from huiyin.core import orderless
from huiyin.eligibility.models import RollEntry
from huiyin.organisation.models import Account, Person

AN_HOUR = 3600.0
SLOWEST = "每个进程的第一件还要读入签名密钥；SQLite 一次只让一个进程写，别的进程不停地写时会等"
PACED = 300  # people who come by chance, some ten seconds of them
OPENED, PATIENCE = 100_000, 180.0  # so many more are opened where that takes no longer (seconds), sealing not counted


def run(site: Site) -> Found:
    """One ballot for the bursts, a small one to compare single requests, and what needs no ballot."""
    found = Found("ballots", "投票：领取凭证、投票、开票、计票、核验")
    held, few = _hold(site, site.sizes.voters), _hold(site, 4 * (Rounds.asked * 3 + 1))
    few_slips = voting.slips(few)
    voting_rates.cryptography(found, few, few_slips)
    voting_rates.single(found, few, few_slips)
    _paced(found, _hold(site, PACED))
    every = voting.slips(held)
    drawn = _burst(found, "领取凭证", len(every), voting.draw_all(held, every))
    cast = _vote(found, held, _require_drawn(found, held, every, drawn))
    _open(found, held, cast)
    voting_rates.tally(found, site.sizes.answers)
    voting_rates.chain(found)
    found.notes += [
        f"并发：{voting.PROCESSES} 个进程同时发（huiyin serve 默认的进程数，每个进程一次一件），前一件答完就发下一件，不留空闲",
        "盲化、去盲、密封是投票人设备上的事，事先做好，不计时；每件请求都不同，没有重复使用",
        f"一小时一万张即每张 {AN_HOUR * 1000 / 10_000:.0f} 毫秒（每秒 2.8 张）",
        voting_rates.libraries(),
    ]
    return found


def _hold(site: Site, voters: int) -> Held:
    people = Person.objects.filter(unit__path__startswith=site.root.path).select_related("unit").order_by("pk")[:voters]
    tellers = [site.reach_of(pk) for pk in Account.objects.order_by("pk").values_list("pk", flat=True)[:3]]
    return voting.hold(site.root, list(people), tellers, actor=site.reach_of(site.world.office))


def _burst(found: Found, what: str, asked: int, sent: list[Sent]) -> list[Sent]:
    """Throughput over all processes, and how long single requests took."""
    took = sorted(one.ended - one.began for one in sent)
    whole = max(one.ended for one in sent) - min(one.began for one in sent)
    pace = (
        f"{len(sent) / whole:,.0f} 件/秒，共 {len(sent):,} 件，其中重发 {len(sent) - asked:,} 件，全程 {whole:.1f} 秒"
    )
    found.facts += [
        Fact(f"{what} {asked:,} 人，平均每件（全程 ÷ 件数）", whole / len(sent) * 1000, "毫秒", AN_HOUR * 1000 / 10_000, pace),
        Fact(f"{what}：p50", _at(took, 0.5) * 1000, "毫秒"), Fact(f"{what}：p99", _at(took, 0.99) * 1000, "毫秒"),
        Fact(f"{what}：最慢一件", took[-1] * 1000, "毫秒", note=SLOWEST),
        Fact(f"{what}：数据库忙，要再按一次的", sum(one.busy for one in sent), "件", 0),
    ]  # fmt: skip
    return sent


def _paced(found: Found, held: Held) -> None:
    """As people come, at ten times the pace of ten thousand an hour: how long they wait for their answer."""
    every = voting.slips(held)
    drawn = _waits(found, "领取凭证", voting.draw_paced(held, every))
    cast = _waits(
        found, "投票", voting.cast_paced(held, voting.votes(held, [(slip, drawn[slip.person]) for slip in every]))
    )
    stored = set(BoardLine.objects.filter(key=held.ballot.uid).values_list("digest", flat=True))
    _same("按节奏投成的", {back.hex() for back in cast.values()}, stored)


def _waits(found: Found, what: str, sent: list[Sent]) -> dict[int, bytes]:
    took = sorted(one.ended - one.began for one in sent)
    told = f"p50 {_at(took, 0.5) * 1000:.1f}，最慢 {took[-1] * 1000:.1f} 毫秒；{len(sent):,} 人随机先后到来，每秒 {voting.RATE:.0f} 人"
    found.facts.append(
        Fact(f"{what}，按一小时十万人（所需的十倍）的节奏：p99", _at(took, 0.99) * 1000, "毫秒", note=told)
    )
    _same(f"{what}，按节奏办成的", sum(1 for one in sent if one.back), len(sent))
    return {one.person: one.back for one in sent}


def _at(took: list[float], part: float) -> float:
    return took[math.ceil(len(took) * part) - 1]


def _require_drawn(found: Found, held: Held, slips: list[Slip], sent: list[Sent]) -> list[tuple[Slip, bytes]]:
    """Everybody has one credential, whoever asked twice the same one; the register says so."""
    backs: dict[int, set[bytes]] = {}
    for one in sent:
        backs.setdefault(one.person, set()).add(one.back)
    entries = RollEntry.objects.filter(roll=held.ballot.roll_id)
    kept = entries.filter(way=RollEntry.Way.DEVICE).values("request").distinct().count()
    _same("领到的人", len(backs), len(slips))
    _same("每人一张、重发得同一张", sum(1 for some in backs.values() if len(some) == 1 and b"" not in some), len(slips))
    _same("名册上记下的", kept, len(slips))
    found.notes.append(
        f"领取后核对：{len(slips):,} 人各一张，重发的 {len(sent) - len(slips):,} 件得到同一张，没有丢、没有重"
    )
    return [(slip, next(iter(backs[slip.person]))) for slip in slips]


def _vote(found: Found, held: Held, drawn: list[tuple[Slip, bytes]]) -> list[Vote]:
    """The burst of voting with two tabs among it, and what lies in the box afterwards."""
    every = voting.votes(held, drawn)
    again = voting.twice(held, every)
    sent = _burst(found, "投票", len(every), voting.cast_all(held, every, again))
    _require_cast(held, sent, len(every), len(again))
    anew = voting.cast_all(held, voting.twice(held, every), [])
    _same("换一张票再投，都被拒绝", sum(1 for one in anew if one.back), 0)
    same = every[1 :: voting.TWICE]
    resent = {one.back.hex() for one in voting.cast_all(held, same, [])}
    _same("原样重发，答已在票箱", resent, {voting.digest(vote) for vote in same})
    _require_cast(held, sent, len(every), len(again))
    found.notes.append(
        f"投票后核对：{len(every):,} 人各一票；两处同时投的 {len(again):,} 人各成一票，另一票被拒绝；事后用同一凭证另投都被拒绝，"
        "原样重发答已在票箱、不多一票；没有丢、没有重"
    )
    return every


def _require_cast(held: Held, sent: list[Sent], voters: int, doubled: int) -> None:
    uid, stored = held.ballot.uid, {one.back.hex() for one in sent if one.back}
    _same("投成的", len(stored), voters)
    _same("被拒绝的", sum(1 for one in sent if not one.back), doubled)
    _same("用掉的凭证", SpentToken.objects.filter(key=uid).count(), voters)
    _same("公布的摘要", set(BoardLine.objects.filter(key=uid).values_list("digest", flat=True)), stored)
    _same("票箱里的", set(SealedBallot.objects.filter(key=uid).values_list("digest", flat=True)), stored)


def _same(what: str, there: object, wanted: object) -> None:
    if there != wanted:
        raise Differs(f"{what}：{str(there)[:80]}，应为 {str(wanted)[:80]}")


def _open(found: Found, held: Held, cast: list[Vote]) -> None:
    """Close, hand the keys in, and everything comes out that went in; the night's rewriting of the tables timed apart."""
    opening.close(ballot=held.ballot, actor=held.keys[0][0], now=held.at(3))
    (first, key), (second, other) = held.keys[:2]
    opening.hand_key(ballot=held.ballot, private=key, actor=first, now=held.at(3))
    spent: list[Spent] = []
    with timed(spent):
        opening.hand_key(ballot=held.ballot, private=other, actor=second, now=held.at(3))
    took = spent[0].wall
    forgetting: list[Spent] = []
    with timed(forgetting):
        orderless.forget()
    done = Ballot.objects.get(pk=held.ballot.pk)
    _same("开出的票", done.counted, [counting.count(QUESTION, _answers(vote.person for vote in cast)).to_data()])
    _same("说不出内容的", done.nothing, 0)
    _same("开票后留下的密封选票", SealedBallot.objects.filter(key=held.ballot.uid).count(), 0)
    found.facts += [
        Fact(f"开票（解密、打乱、写入、计票）{len(cast):,} 张，每张", took / len(cast) * 1000, "毫秒", note=f"共 {took:.1f} 秒"),
        Fact(
            "开票后重写各表，使先后无从看出（后台任务，监票人不等）", forgetting[0].wall, "秒",
            note="整个数据库多大就要多久，与票数无关",
        ),
    ]  # fmt: skip
    found.notes.append(f"开票后核对：{len(cast):,} 张的计票与投票人各自的选择逐项相等，没有丢、没有重")
    if len(cast) < OPENED // 10:
        found.notes.append(f"开票只做了 {len(cast):,} 张，没有推算到 {OPENED:,} 张")
    elif took * OPENED / len(cast) > PATIENCE:
        found.notes.append(f"{OPENED:,} 张开票要 {PATIENCE:.0f} 秒以上，没有做，也没有推算")
    else:
        found.facts.append(_opened(held))


def _opened(held: Held) -> Fact:
    """As many as the issue's tally speaks of, laid straight into a box of their own, without credentials."""
    box = replace(casting.box_of(held.ballot), uid=UUID(bytes=secrets.token_bytes(16)))
    sealed = [one for part in voting.at_once(partial(_seals, box), voting.dealt(range(OPENED))) for one in part]
    rows = [(hashlib.sha256(one).hexdigest(), one) for one in sealed]
    fill(BoardLine, "digest", ((digest,) for digest, _one in rows), key=box.uid)
    fill(SealedBallot, "digest sealed", rows, key=box.uid)
    spent: list[Spent] = []
    tellers = {n: private for n, (_reach, private) in enumerate(held.keys[: voting.NEEDED], 1)}
    with timed(spent):
        ballot_box.empty_out(box, tellers, read=lambda content: _parts(form.read([QUESTION], content)))
        counted = counting.count(QUESTION, voting.opened(box.uid))
    _same(f"开出的 {OPENED:,} 张", counted, counting.count(QUESTION, _answers(range(OPENED))))
    told = f"共 {spent[0].wall:.1f} 秒；密封选票直接放入另一个票箱，没有凭证"
    return Fact(f"开票（解密、打乱、写入、计票）{OPENED:,} 张，每张", spent[0].wall / OPENED * 1000, "毫秒", note=told)


def _parts(texts: list[str] | None) -> list[tuple[int, str]] | None:
    """The texts of one ballot with the numbers of their parts: nobody writes names in to this question."""
    return None if texts is None else list(enumerate(texts))


def _seals(box: Box, people: list[int]) -> list[bytes]:
    return [voting.seal(box, person) for person in people]


def _answers(people: Iterable[int]) -> list[list[str]]:
    """What opened ballots of these leave, a run for each part."""
    texts = [form.read([QUESTION], form.content([voting.chosen(person)], [[]])) for person in people]
    return [list(filter(None, run)) for run in zip(*(one for one in texts if one is not None), strict=True)]
