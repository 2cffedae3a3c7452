"""Three quorums of branch meetings, each by its name and source (rules.md §5.3, §6.4, §7.1). Pure: whole numbers only."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Quorum:
    """At least, or (`over`) more than, `part` of `whole` of those due."""

    code: str
    name: Promise
    part: int
    whole: int
    over: bool
    source: Promise

    def met(self, *, expected: int, attended: int) -> bool:
        """Whether so many of so many suffice."""
        here, due = attended * self.whole, expected * self.part
        return expected > 0 and (here > due if self.over else here >= due)


QUORUMS = (
    Quorum("ordinary", _("一般会议：半数以上（正好一半也够）"), 1, 2, False, _("《中国共产党支部工作条例（试行）》第十一、十二条")),
    Quorum("admission", _("讨论接收、转正：超过半数"), 1, 2, True, _("《中国共产党发展党员工作细则》第二十、三十二条")),
    Quorum("election", _("选举：五分之四以上"), 4, 5, False, _("基层组织选举的通行办法，条例原句待确认")),
)  # fmt: skip
BY_CODE = {one.code: one for one in QUORUMS}
