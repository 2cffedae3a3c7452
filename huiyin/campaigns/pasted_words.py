"""What one stretch of a plan says of one action: its name, what is asked, until when, who leads, who takes part.

Pure. `told` reads a numbered paragraph or the cell of a table; nothing it cannot read is lost: it stays in the words.
"""

import re
from dataclasses import dataclass, field
from datetime import date

from huiyin.campaigns.pasted import cut
from huiyin.campaigns.pasted_dates import Around, Time, is_time, plain_dates, time_of

NAME_MOST, REQUIREMENT_MOST = 160, 500
_SHORT_NAME = 30
LABELS = {
    "lead": ("牵头单位", "牵头部门", "主办单位", "牵头"),
    "unit": ("责任单位", "责任部门", "承办单位", "负责单位", "落实单位", "责任主体"),
    "with": ("配合单位", "配合部门", "协办单位", "参与单位"),
    "title": ("责任领导", "牵头领导", "分管领导", "责任人", "负责人"),
    "time": ("完成时限", "完成时间", "时间安排", "时间要求", "起止时间", "召开时间", "活动时间", "时限", "时间"),
    "audience": ("参加范围", "参加人员", "参加对象", "参会人员", "征求对象", "参加单位", "范围"),
    "deliverable": ("产出物", "成果形式", "提交材料", "形成材料", "产出", "成果"),
    "requirement": ("主要内容", "内容要求", "工作要求", "具体要求", "工作内容", "主要任务", "内容", "要求"),
    "remark": ("备注",),
}
_KIND = {label: kind for kind, labels in LABELS.items() for label in labels}
_LABEL = re.compile(
    r"(?P<before>^|[。；;，,、（(\s])(?P<label>"
    + "|".join(sorted(_KIND, key=len, reverse=True))
    + r")\s{0,3}[:：]\s{0,3}"
)
_VALUE_ENDS = re.compile(r"[。；;）)\n]")
_LONG_KINDS = {"requirement", "remark"}
_BRACKETS = re.compile(r"[（(]([^（）()]{1,120})[)）]")
_LED_BY = re.compile(r"由([^，。；、由（）()]{2,20}?)(?:牵头|负责)")
_LEADS = re.compile(r"\s*([^（）()，。；]{2,60}?)(?:牵头|负责)\s*$")
_HELPS = re.compile(r"\s*([^（）()，。；]{2,60}?)(?:配合|协助|参与|参加)\s*$")
_OWN = re.compile(r"自选动作")
_BETWEEN = re.compile(r"[、，,；;/\s]+|(?<=[局办部委会])[和与及](?=[县市区省])")
_EVERYBODY = re.compile(r"^(?:各|全体|所有|有关|相关|全县|全市|全区|全省|参加活动的?).{0,20}$|^(?:党员|干部|职工|群众)")
_ANY_DAY = date(2000, 1, 1)  # where only the place of a time in the text matters
_EDGE = " \t，,、：:；;。.—-"


@dataclass(frozen=True)
class Told:
    """What a stretch of text says; `doubts` are sentences on why a person should look."""

    name: str
    requirement: str
    time: Time
    leads: tuple[str, ...] = ()
    lead_title: str = ""
    audience: str = ""
    deliverable: str = ""
    remark: str = ""
    own: bool = False
    doubts: tuple[str, ...] = ()


@dataclass
class _Said:
    """Labelled values picked out of a text, and what is left of it."""

    body: str
    values: dict[str, list[str]] = field(default_factory=dict)

    def value(self, kind: str) -> str:
        return "；".join(self.values.get(kind, ()))


def told(text: str, around: Around, *, name: str = "", columns: dict[str, str] | None = None) -> Told:
    """Read one action. `name` and `columns` are what a table says in columns of its own."""
    said = _picked(plain_dates(text))
    for kind, value in (columns or {}).items():
        if value:
            said.values.setdefault(kind, []).append(value)
    time = time_of(said.value("time") or said.body, around)
    called, rest = (name, said.body) if name else _name(said.body, around)
    doubts = [time.doubt] if time.doubt else []
    if len(re.findall(r"\w", called)) < 2:
        doubts.append("没有认出动作名称")
    if len(called) > NAME_MOST:
        doubts.append(f"名称超过 {NAME_MOST} 个字，只取了前面的")
    requirement = "；".join(filter(None, (_without_deadlines(rest), *said.values.get("requirement", ()))))
    if len(requirement) > REQUIREMENT_MOST:
        doubts.append(f"内容要求超过 {REQUIREMENT_MOST} 个字，只取了前面的")
    leads, everybody = _leads(said)
    return Told(
        name=cut(called, NAME_MOST), requirement=cut(requirement, REQUIREMENT_MOST), time=time, leads=leads,
        lead_title=cut(said.value("title"), 80), audience=cut(said.value("audience") or everybody, 200),
        deliverable=cut(said.value("deliverable"), 200), remark=_remark(said, leads[0] if leads else ""),
        own=bool(_OWN.search(text)), doubts=tuple(doubts),
    )  # fmt: skip


def tells_more(text: str) -> bool:
    """Whether a text names a time or somebody responsible: the mark of something to be done."""
    return bool(_LABEL.search(text)) or _has_time(plain_dates(text))


def label_only(text: str) -> str:
    """The kind of label a line begins with (责任单位：…), else nothing."""
    found = _LABEL.match(text)
    return _KIND[found["label"]] if found else ""


def without_time(text: str) -> tuple[str, str]:
    """A heading without its times in brackets or at its end, and those times."""
    times: list[str] = []

    def take(match: re.Match[str]) -> str:
        words = re.sub(r"^(?:时间|时间安排|时限)\s?[:：]\s?", "", match[1])
        if is_time(words):
            times.append(words)
            return ""
        return match[0]

    bare = _BRACKETS.sub(take, plain_dates(text)).strip(_EDGE)
    if not times:
        found = time_of(bare, Around(_ANY_DAY))
        if found.places and found.places[-1][1] == len(bare):
            at = found.places[0][0]
            times.append(bare[at:])
            bare = bare[:at].strip(_EDGE)
    return bare, "，".join(times)


def names_in(text: str) -> tuple[str, ...]:
    """The units that a list of names holds."""
    return tuple(dict.fromkeys(name for part in _BETWEEN.split(text) if len(name := part.strip(_EDGE)) > 1))


def _picked(text: str) -> _Said:
    """Take out what stands under a label, in brackets that hold only labels, times or who leads, and 由…牵头."""
    values: dict[str, list[str]] = {}

    def take(match: re.Match[str]) -> str:
        words = match[1].strip()
        if _LABEL.search(words):
            _take_labelled(words, values, bare_kind="time" if _has_time(words) else "requirement")
            return ""
        parts = [part for part in re.split(r"[，,；;]", words) if part.strip()]
        kinds = [_kind_of(part) for part in parts]
        if not kinds or not all(kind for kind, _value in kinds):
            return match[0]
        for part, (kind, value) in zip(parts, kinds, strict=True):
            values.setdefault(kind, []).append(value or part)
        return ""

    body = _BRACKETS.sub(take, text)
    body = _take_labelled(body, values)
    led_by = _LED_BY.search(body)
    if led_by:
        values.setdefault("lead", []).append(led_by[1])
    return _Said(body.strip(), values)


def _kind_of(part: str) -> tuple[str, str]:
    """What a part of a bracket is: a time, 某单位牵头, 某单位配合; a blank pair for anything else."""
    for kind, pattern in (("lead", _LEADS), ("with", _HELPS)):
        found = pattern.match(part)
        if found:
            return kind, found[1]
    return ("time", part) if is_time(part) else ("", "")


def _take_labelled(text: str, values: dict[str, list[str]], bare_kind: str = "") -> str:
    """Sort labelled stretches into `values`; what stands under none is returned, or sorted under `bare_kind`."""
    left: list[str] = []
    at = 0
    matches = list(_LABEL.finditer(text))
    for match, following in zip(matches, [*matches[1:], None], strict=False):
        left.append(text[at : match.start()] + match["before"].strip("（( \t"))
        kind = _KIND[match["label"]]
        limit = following.start() if following else len(text)
        end = None if kind in _LONG_KINDS else _VALUE_ENDS.search(text, match.end(), limit)
        at = end.start() if end else limit
        value = text[match.end() : at].strip(_EDGE + "）)")
        if value:
            values.setdefault(kind, []).append(value)
    left.append(text[at:])
    rest = "".join(left).strip(_EDGE + "）)") if bare_kind or matches else text
    if bare_kind and rest:
        values.setdefault(bare_kind, []).append(rest)
    return rest


def _name(body: str, around: Around) -> tuple[str, str]:
    """The first clause that is more than a time, and what follows it."""
    rest = body.strip(_EDGE)
    while rest:
        end = re.search(r"[。；;：:\n]", rest)
        clause, after = (rest[: end.start()], rest[end.end() :].strip()) if end else (rest, "")
        clause = _after_time(clause, around)
        if clause:
            parts = clause.split("，")
            # “制定方案，10月底前完成”: the name ends where a time or a long clause begins.
            stop = next((n for n, part in enumerate(parts) if n and _has_time(part)), len(parts))
            kept = 1 if len(clause) > _SHORT_NAME else stop
            more = "，".join(parts[min(kept, stop) :])
            return _bare("，".join(parts[: min(kept, stop)])), "。".join(filter(None, (more, after)))
        rest = after.strip(_EDGE)
    return "", body


def _without_deadlines(text: str) -> str:
    """The words without clauses that only say until when: that stands apart and may be changed apart."""
    return "".join(part for part in re.split(r"(?<=[，；。])", text) if not is_time(part)).strip(_EDGE)


def _after_time(clause: str, around: Around) -> str:
    """The clause without a time at its head: “7月10日前，召开大会” is named 召开大会."""
    for begin, end in time_of(clause, around).places[:1]:
        if begin == 0 or (begin == 1 and clause[0] in "于在自从"):
            return clause[end:].strip(_EDGE).removeprefix("完成").strip(_EDGE)
    return clause.strip(_EDGE)


def _bare(name: str) -> str:
    return name.strip(_EDGE if name.count("“") == name.count("”") else _EDGE + "“”")


def _leads(said: _Said) -> tuple[tuple[str, ...], str]:
    """Units named as leading, else as responsible; words for everybody (各单位) apart."""
    leading, responsible = (
        [name for name in names_in(said.value(kind)) if not _EVERYBODY.match(name)] for kind in ("lead", "unit")
    )
    everybody = [name for kind in ("lead", "unit") for name in names_in(said.value(kind)) if _EVERYBODY.match(name)]
    return tuple(leading or responsible), "、".join(dict.fromkeys(everybody))


def _remark(said: _Said, lead: str) -> str:
    """Whatever names more units than an action has room for stays in words."""
    words = list(said.values.get("remark", ()))
    for kind, label in (("lead", "牵头单位"), ("unit", "责任单位"), ("with", "配合单位")):
        if any(name != lead and not _EVERYBODY.match(name) for name in names_in(said.value(kind))):
            words.append(f"{label}：{said.value(kind)}")
    return cut("；".join(words), 300)


def _has_time(text: str) -> bool:
    return bool(time_of(text, Around(_ANY_DAY)).places)
