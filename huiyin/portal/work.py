"""Work that a browser does before an opinion is taken from anybody: flooding costs time, and nobody is asked who they are.

The challenge is a keyed digest of round, day and the page's own mark, under a secret outside the database: the server
keeps nothing of having given it, not even that somebody opened the page. Only a used one leaves a keyed digest, among the
day's form receipts (no order, no time), forgotten with them. The day is the server's own: a phone's clock plays no part.
Why PBKDF2 and what it costs whom: docs/adr/2026-11-22-work-before-words.md.
"""

import hashlib
import hmac
import re
from datetime import date
from uuid import UUID

from huiyin.opinions.terms import WORK

# So many small riddles and not one large: luck evens out, and the slowest tenth waits half as long again, not twice.
PARTS = 8
# A try fits when the first byte is below this: one of 64 on the average.
BELOW = 4
ITERATIONS = WORK.value
# More tries than anybody needs: a longer solution is none.
_SOLUTION = re.compile(rf"\d{{1,6}}(?:\.\d{{1,6}}){{{PARTS - 1}}}")


def challenge(*, round: UUID, form: str, day: date, key: bytes) -> str:
    """What this very page must solve; the same whenever it is asked, and nobody can reckon it beforehand."""
    said = f"huiyin-work-1|{round.hex}|{day.isoformat()}|{form}"
    return hmac.new(key, said.encode(), hashlib.sha256).hexdigest()


def is_solved(riddle: str, solution: str) -> bool:
    """Whether the work was done for this very challenge."""
    if not _SOLUTION.fullmatch(solution):
        return False
    return all(_fits(riddle, part, int(found)) for part, found in enumerate(solution.split(".")))


def spent_mark(form: str, *, key: bytes) -> str:
    """What is kept of a used challenge: it leads to no page, no opinion and no other mark."""
    return hmac.new(key, f"huiyin-work-spent-1|{form}".encode(), hashlib.sha256).hexdigest()


def solve(riddle: str) -> str:
    """The browser's half, for tests and measurements; the real one: frontend/src/speak/work.ts."""
    return ".".join(str(next(n for n in range(10**6) if _fits(riddle, part, n))) for part in range(PARTS))


def _fits(riddle: str, part: int, number: int) -> bool:
    tried = hashlib.pbkdf2_hmac("sha256", riddle.encode(), f"{part}.{number}".encode(), ITERATIONS)
    return tried[0] < BELOW
