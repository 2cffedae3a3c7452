"""What the records say of a claim: supported, differs, no record, or cannot be checked, each with its sentence."""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from huiyin.metrics.figure import Figure
from huiyin.text.numerals import Value

# 近 and 约: as near as people mean it; 多: below the next round number.
_ABOUT = Decimal("0.1")
# 51余条 and 超过51条 are more than 51; 51条以上 and 至少51条 may be 51.
_MORE = re.compile("[多余餘]|超[过過]|突破|逾|不止|[高多大][于於]")


class State(StrEnum):
    """How a claim stands against the records."""

    SUPPORTED = "supported"
    DIFFERS = "differs"
    NO_RECORD = "no_record"
    UNCHECKABLE = "uncheckable"


@dataclass(frozen=True, slots=True)
class Verdict:
    """A state and the sentence that explains it."""

    state: State
    sentence: str


def judge(value: Value, approx: str, figure: Figure, *, quote: str = "") -> Verdict:
    """Hold a claim against the figure of the metric it speaks of; `quote` are its words, which may ask for more than its value."""
    if figure.suppressed:
        return Verdict(State.UNCHECKABLE, "记录中这一项少于5，按规定不显示具体数，无法核对。")
    if figure.value is None or not figure.entries or (figure.numerator is not None and figure.numerator.value is None):
        return Verdict(State.NO_RECORD, f"系统里没有“{figure.metric.label}”的记录。")
    recorded = Decimal(figure.value)
    recorded_text = words_of(figure)
    if approx == "at_most" and not isinstance(value, tuple) and recorded < Decimal(str(value)) * (1 - _ABOUT):
        # True, but 不超过100条 says nothing of 51条 that could be called supported.
        return Verdict(
            State.UNCHECKABLE, f"文中只说了上限。记录为{recorded_text}，没有超过，但相差较大，请写明实数再核对。"
        )
    if (
        approx == "at_least"
        and _MORE.search(quote)
        and not isinstance(value, tuple)
        and Decimal(str(value)) == recorded
    ):
        return Verdict(State.DIFFERS, f"记录为{recorded_text}，正好是这个数，没有文中说的“多”，请写实数。")
    if agrees(value, approx, recorded):
        exact = not isinstance(value, tuple) and Decimal(str(value)) == recorded
        return Verdict(
            State.SUPPORTED,
            f"记录为{recorded_text}，与文中一致。" if exact else f"记录为{recorded_text}，符合文中的说法。",
        )
    return Verdict(State.DIFFERS, f"记录为{recorded_text}，与文中的说法不一致。")


def judge_other_count(unit: str, kinds: str, figure: Figure) -> Verdict:
    """Heads against events (`kinds`: 人与人次): two ways of counting, which no equal number makes one."""
    if figure.suppressed or figure.value is None or not figure.entries:
        return judge(0, "exact", figure)
    return Verdict(
        State.DIFFERS,
        f"口径不同（{kinds}）：文中按“{unit}”计，记录里“{figure.metric.label}”按“{figure.metric.measure_word}”计，"
        f"为{words_of(figure)}，两者不能当作一个数。",
    )


def words_of(figure: Figure) -> str:
    """A figure in words: 127条, 76.5%（39／51）."""
    measure = "" if figure.value is None else figure.metric.suffix
    return f"{figure.text}{measure}" + (f"（{figure.share}）" if figure.share else "")


def agrees(value: Value, approx: str, recorded: Decimal) -> bool:
    """Whether a recorded number is what the words say: 60多 is over 60 and below 70, 近 and 约 within a tenth.

    A share is printed with one decimal, so it is compared with as many decimals as were written.
    """
    if isinstance(value, tuple):
        low, high = (Decimal(str(end)) for end in value)
        return low <= recorded <= high
    said = Decimal(str(value))
    if approx == "exact":
        places = -int(said.normalize().as_tuple().exponent) if said != said.to_integral_value() else 0
        return (
            recorded.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP) == said
            if places or _broken(recorded)
            else recorded == said
        )
    if approx == "at_least":
        return said <= recorded < said + _step(said)
    if approx == "at_most":
        return recorded <= said
    return abs(recorded - said) <= said * _ABOUT


def _broken(recorded: Decimal) -> bool:
    return recorded != recorded.to_integral_value()


def _step(said: Decimal) -> Decimal:
    """One more of the last digit that is not nil: 60多 ends below 70, 1200多 below 1300."""
    digits, exponent = said.normalize().as_tuple().digits, int(said.normalize().as_tuple().exponent)
    return Decimal(10) ** exponent if digits else Decimal(1)
