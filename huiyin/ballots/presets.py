"""Kinds of ballot, each a named and versioned preset with its source; a ballot keeps the edition it began with."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huiyin.ballots.rules.appraisal import MEMBER_GRADES, SATISFACTION_GRADES, SATISFACTION_WEIGHTS, TEAM_GRADES


@dataclass(frozen=True)
class Preset:
    """A kind of ballot. `paper_first`: votes on paper unless the office says otherwise, which is 待确认."""

    code: str
    edition: str
    name: str | Promise
    source: str | Promise
    rule: str
    options: tuple[str, ...] = ()
    paper_first: bool = False
    unconfirmed: str | Promise = ""
    # Only full members vote (rules.md §6.4, §7.1): the office declares that the roll was checked before it is frozen.
    full_members: bool = False
    # What each option weighs in an index, if there is one.
    weights: tuple[int, ...] = ()


ADMISSION = Preset(
    "admission", "2014", _("接收党员票决"), _("《中国共产党发展党员工作细则》（规则表 §6.4）"), "admission",
    paper_first=True, full_members=True, unconfirmed=_("电子表决是否被允许，待确认"),
)  # fmt: skip
ELECTION = Preset(
    "election", "2020", _("差额选举"), _("《中国共产党基层组织选举工作条例》2020（规则表 §7.1）"), "election",
    paper_first=True, full_members=True, unconfirmed=_("当选线按应到会半数从严计算，电子投票是否被允许，均待确认"),
)  # fmt: skip
EQUAL_ELECTION = Preset(
    "equal_election", "2020", _("等额选举（书记、副书记）"), _("《中国共产党基层组织选举工作条例》2020（规则表 §7.1）"),
    "election", paper_first=True, full_members=True, unconfirmed=_("当选线按应到会半数从严计算，电子投票是否被允许，均待确认"),
)  # fmt: skip
PRE_ELECTION = Preset(
    "pre_election", "2023", _("预选（确定正式候选人）"), _("选举工作手册 2023（规则表 §7.1 预选）"), "pre_election",
    paper_first=True, full_members=True, unconfirmed=_("预选会议的到会人数要求没有读到条文，电子投票是否被允许，均待确认"),
)  # fmt: skip
GENERAL = Preset("general", "1", _("事项表决"), _("规则表 §7.4 表决方式字典"), "general")
RECOMMENDATION = Preset("recommendation", "1", _("民主推荐（不定当选）"), _("规则表 §7.2"), "none")
MEMBER_APPRAISAL = Preset(
    "member_appraisal", "2018", _("民主评议党员测评"), _("《中国共产党支部工作条例（试行）》第 18 条（规则表 §3.3）"),
    "member_appraisal", MEMBER_GRADES,
)  # fmt: skip
TEAM_APPRAISAL = Preset(
    "team_appraisal", "1", _("班子和干部测评"), _("规则表 §9.2（等次待确认）"), "grades", TEAM_GRADES,
    unconfirmed=_("等次“好、较好、一般、差”待确认"),
)  # fmt: skip
SATISFACTION = Preset(
    "satisfaction", "2008", _("满意度测评"), _("国家统计局民意调查口径（规则表 §9.1）"), "satisfaction",
    SATISFACTION_GRADES, weights=SATISFACTION_WEIGHTS,
)  # fmt: skip

PRESETS = (
    ADMISSION, ELECTION, EQUAL_ELECTION, PRE_ELECTION, GENERAL, RECOMMENDATION, MEMBER_APPRAISAL, TEAM_APPRAISAL, SATISFACTION,
)  # fmt: skip


def preset(code: str) -> Preset:
    """The preset of a ballot's kind."""
    return next(one for one in PRESETS if one.code == code)
