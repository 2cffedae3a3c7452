"""The repair of a text: fixed steps in a fixed order, each recorded, each can be left out; the original is kept."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass

from huiyin.text.offsets import Mapped, untouched
from huiyin.text.reading.markup import UNWRAPPING
from huiyin.text.repair.glosses import gloss_edits
from huiyin.text.repair.lines import chunk_number_edits, wrap_edits
from huiyin.text.repair.misread import misread_edits
from huiyin.text.repair.named import named_edits
from huiyin.text.repair.noise import noise_edits
from huiyin.text.repair.record import Kept, Recorder, StepDone
from huiyin.text.repair.repeats import repeat_edits
from huiyin.text.repair.scripts import simplified
from huiyin.text.repair.shifted import shifted_edits
from huiyin.text.repair.spacing import spacing_edits
from huiyin.text.repair.suspicions import Suspicion, suspicions
from huiyin.text.repair.torn import torn_edits

SIMPLIFY = "simplify"


@dataclass(frozen=True, slots=True)
class Repaired:
    """The repaired text with the way back to the original, and the steps in order."""

    text: Mapped
    steps: tuple[StepDone, ...]

    @property
    def suspicions(self) -> tuple[Suspicion, ...]:
        """What to look at (clean places); looked for when asked."""
        return tuple(suspicions(self.text.clean))

    @property
    def clean(self) -> str:
        """The repaired text."""
        return self.text.clean


@dataclass(frozen=True, slots=True)
class _Step:
    code: str
    label: str
    edits: Callable[[str], Iterable[tuple[int, int, str]]]
    # Only worth its time when one of these steps changed something.
    after: tuple[str, ...] = ()


# What was escaped twice was escaped once.
_AFTER = {"escapes_again": ("escapes",)}
_UNWRAPPING = tuple(_Step(*each, after=_AFTER.get(each[0], ())) for each in UNWRAPPING)
# Noise before lines, or a banner would count as a line of the wrapped text. Lines first, when the paste was broken up with
# its glosses; once more at the end, when glosses came later. Glosses before a shifted run, which is read by its bytes; and
# again after it, for the characters that came back.
_STEPS = (
    _Step("misread", "按原来的编码重读", misread_edits),
    _Step("noise", "去掉网页和论坛杂项", noise_edits),
    _Step("torn", "接上拆散的数字行", torn_edits),
    _Step("chunk_numbers", "去掉分段编号", chunk_number_edits),
    _Step("wraps", "接上硬换行", wrap_edits),
    _Step("glosses", "去掉夹注拼音", gloss_edits),
    _Step("shifted", "还原错位编码", shifted_edits),
    _Step("glosses_again", "去掉还原处的夹注拼音", gloss_edits, ("shifted",)),
    _Step("named", "按读音补认残字", named_edits, ("glosses", "shifted")),
    _Step("noise_again", "去掉还原处的网页杂项", noise_edits, ("glosses", "shifted", "wraps")),
    _Step("chunk_numbers_again", "去掉余下的分段编号", chunk_number_edits, ("glosses", "shifted")),
    _Step("wraps_again", "接上余下的硬换行", wrap_edits, ("glosses", "shifted")),
    _Step("spacing", "去掉字间空格", spacing_edits),
    _Step("repeats", "去掉重复段落", repeat_edits),
)
STEP_LABELS: dict[str, str] = {**{step.code: step.label for step in (*_UNWRAPPING, *_STEPS)}, SIMPLIFY: "繁体转简体"}


def repair(original: str | Mapped, *, leave_out: Collection[str] = (), record: bool = True) -> Repaired:
    """Repair a text (`Mapped`: one that was unwrapped before); steps named in `leave_out` are not done.

    Without `record` the changes are not listed (for speed). Places of changes are places of the original.
    """
    kept = Kept(original.original if isinstance(original, Mapped) else original)
    text = repaired(original, leave_out=leave_out, recorder=kept if record else None)
    return Repaired(text, kept.steps)


def repaired(original: str | Mapped, *, leave_out: Collection[str], recorder: Recorder | None) -> Mapped:
    """The repaired text; the recorder is told of every change while it is made, so that nobody need keep them all."""
    given = isinstance(original, Mapped)
    text = original if isinstance(original, Mapped) else untouched(original)
    changed: set[str] = set()
    for step in _STEPS if given else (*_UNWRAPPING, *_STEPS):
        if step.code in leave_out or (step.after and changed.isdisjoint(step.after)):
            continue
        before = text
        # One edit after the other: a large garbled text has hundreds of thousands.
        edits = step.edits(text.clean)
        text = text.rewritten(edits if recorder is None else _told(recorder, step.code, text, edits))
        if text.clean is not before.clean:
            changed.add(step.code)
    if SIMPLIFY in leave_out:
        return text
    simple = simplified(text.clean)
    if simple is text.clean:
        return text
    if recorder is not None:
        swaps = ((at, at + 1, new) for at, (old, new) in enumerate(zip(text.clean, simple, strict=True)) if old != new)
        for _edit in _told(recorder, SIMPLIFY, text, swaps):
            pass
    return text.replaced(simple)


def _told(
    recorder: Recorder, code: str, text: Mapped, edits: Iterable[tuple[int, int, str]]
) -> Iterator[tuple[int, int, str]]:
    """The edits of a step on their way, the recorder told of each."""
    clean, span = text.clean, text.offsets.span
    begun = False
    for start, end, after in edits:
        if not begun:
            recorder.begin(code, STEP_LABELS[code])
            begun = True
        recorder.tell(*span(start, end), clean[start:end], after)
        yield start, end, after
