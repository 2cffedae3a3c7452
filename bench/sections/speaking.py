"""匿名提意见: the public page's own POST through WSGI, sealed and answered with a code; beside bare INSERTs."""

import re
import secrets
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

from bench.data import wording
from bench.data.books import TODAY
from bench.data.rows import Draw
from bench.measuring import RENDERING, Differs, compare, timed
from bench.results import Fact, Found, Spent, middle
from bench.site import Site
from bench.sql import tell
from bench.wsgi import post
from huiyin.anonymity import sealed_box
from huiyin.anonymity.models import SealedSlip
from huiyin.anonymity.sealed_box import Code
from huiyin.opinions.models import Round
from huiyin.portal import work

AIM, LOOKS, READY = 2.0, 7, 24
_CODE = re.compile(r"\d{3}-\d{3}-\d{3}-\d{3}")


def run(site: Site) -> Found:
    """Posts in turn with bare inserts; afterwards every opinion is there once, word for word."""
    found = Found("speaking", "匿名提交一条意见")
    around, draw = Round.objects.get(code=site.world.open_round), Draw(1, "speaking")
    said: list[str] = []
    plain = sealed_box.draw_code

    def draw_code(pepper: bytes) -> Code:
        with timed(RENDERING.spent):
            return plain(pepper)

    sealed_box.draw_code = draw_code
    address = f"/p/speak/{around.code}/"
    # What a browser did before it sends: solved beforehand, checked within the measured post.
    ready = iter([_worked(around) for _page in range(READY)])

    def speak() -> object:
        said.append(_new_words(draw))
        form = {
            "words": said[-1],
            "opened": TODAY.isoformat(),
            "confirmed": "1",
            **(next(ready, None) or _worked(around)),
        }
        status, shown = post(address, form)
        connection.ensure_connection()  # which the end of a request closed
        return status, bool(_CODE.search(shown))

    def insert() -> object:
        said.append(_new_words(draw))
        _insert(around, said[-1])
        return 200, True

    line = compare("网页提交（POST 到出查询码）", speak, insert, aim=AIM, note="“模板”一栏含查询码的 scrypt，有意要慢")
    found.lines.append(line)
    _require_all(said)
    found.facts += [_scrypt(), _looked_up(address, draw)]
    return found


def _worked(around: Round) -> dict[str, str]:
    form = secrets.token_hex(16)
    riddle = work.challenge(round=around.uid, form=form, day=TODAY, key=settings.CODE_PEPPER)
    return {"form": form, "work": work.solve(riddle)}


def _new_words(draw: Draw) -> str:
    return f"{wording.opinion(draw)}（{draw.word(8)}）"


def _insert(around: Round, words: str) -> None:
    """The rows an opinion is, in one transaction."""
    uid, day = UUID(bytes=secrets.token_bytes(16)), TODAY
    with transaction.atomic():
        tell(
            "INSERT INTO anonymity_sealedslip (uid, box, day, words, code_digest, salt) VALUES (%s, %s, %s, %s, %s, %s)",
            uid, around.uid, day, words, secrets.token_hex(32), secrets.token_hex(16),
        )  # fmt: skip
        tell(
            "INSERT INTO opinions_opinion (uid, round_id, kind, channel, about, day, triage, triage_reason, slip_no, "
            "source_file, source_sheet, posted, erased, released) "
            "VALUES (%s, %s, 'anonymous', 'web', 'general', %s, 'waiting', '', '', '', '', %s, %s, %s)",
            uid, around.pk, day, False, False, False,
        )  # fmt: skip
        # The form's receipt, and the mark of its work: neither is taken twice.
        for locked in ("123456789012", ""):
            tell(
                "INSERT INTO opinions_formreceipt (key, locked, day) VALUES (%s, %s, %s)",
                secrets.token_hex(32), locked, day,
            )  # fmt: skip


def _require_all(said: list[str]) -> None:
    """Every opinion lies in the box, once, in its own words."""
    there = SealedSlip.objects.filter(words__in=said).count()
    if there != len(said):
        raise Differs(f"提交了 {len(said)} 条，封存了 {there} 条")


def _scrypt() -> Fact:
    runs: list[Spent] = []
    for _look in range(LOOKS):
        with timed(runs):
            sealed_box._digest("123456789012", settings.CODE_PEPPER)
    return Fact("其中查询码 scrypt（有意为之）", middle(runs).wall * 1000, "毫秒")


def _looked_up(address: str, draw: Draw) -> Fact:
    """The look for published items that say the same, which the first press of the button makes."""
    runs: list[Spent] = []
    for _look in range(LOOKS):
        with timed(runs):
            post(address, {"words": _new_words(draw), "form": secrets.token_hex(16), "opened": TODAY.isoformat()})
    return Fact("第一次按提交：先看有没有人提过", middle(runs).wall * 1000, "毫秒")
