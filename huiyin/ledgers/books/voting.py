"""测评和票决台账: certified results of secret ballots and surveys, a line for all and one for each cell (rows D5, I1, I2).

What one person chose is nowhere: the book begins where the count is certified. No line stands for fewer than five ballots.
"""

from decimal import ROUND_HALF_UP, Decimal

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huiyin.ledgers.engine.declaration import Computed, Ledger
from huiyin.ledgers.engine.models import EntryRevision
from huiyin.ledgers.themes import Theme

FEWEST = 5


class CertifiedResult(EntryRevision):
    """One line of a certified result: the ballot as a whole, or a class or an indicator of a survey.

    Slips stand in the line of the whole alone, so that they are added once. `satisfied` and `weights` are
    sums over the valid answers of the line: rate and index follow from them.
    """

    class Kind(models.TextChoices):
        SATISFACTION = "satisfaction", _("满意度测评")
        MEMBER_APPRAISAL = "member_appraisal", _("民主评议党员测评")
        TEAM_APPRAISAL = "team_appraisal", _("班子和干部测评")
        ELECTION = "election", _("差额选举")
        EQUAL_ELECTION = "equal_election", _("等额选举（书记、副书记）")
        PRE_ELECTION = "pre_election", _("预选（确定正式候选人）")
        ADMISSION = "admission", _("接收党员票决")
        GENERAL = "general", _("事项表决")
        RECOMMENDATION = "recommendation", _("民主推荐（不定当选）")

    class Level(models.TextChoices):
        WHOLE = "whole", _("整次")
        ALL = "all", _("总计")
        CLASS = "class", _("分类")
        INDICATOR = "indicator", _("指标")

    kind = models.CharField(_("类别"), max_length=20, choices=Kind)
    name = models.CharField(_("名称"), max_length=120)
    rated = models.CharField(_("被评单位"), max_length=120, blank=True)
    level = models.CharField(_("层次"), max_length=10, choices=Level)
    group = models.CharField(_("指标分类"), max_length=120, blank=True)
    item = models.CharField(_("指标"), max_length=200, blank=True)
    listed = models.PositiveIntegerField(_("应发"), null=True, blank=True)
    issued = models.PositiveIntegerField(_("发出"), null=True, blank=True)
    returned = models.PositiveIntegerField(_("收回"), null=True, blank=True)
    valid = models.PositiveIntegerField(_("有效"), null=True, blank=True)
    answers = models.PositiveIntegerField(_("作了选择的项次"), null=True, blank=True)
    satisfied = models.PositiveIntegerField(_("很满意和满意项次"), null=True, blank=True)
    weights = models.PositiveIntegerField(_("各项次权重之和"), null=True, blank=True)
    subjects = models.PositiveIntegerField(_("候选人、事项或评议对象数"), null=True, blank=True)
    seats = models.PositiveIntegerField(_("应选名额"), null=True, blank=True)
    carried = models.PositiveIntegerField(_("当选、通过或评为优秀数"), null=True, blank=True)

    class Meta(EntryRevision.Meta):
        constraints = [
            *EntryRevision.Meta.constraints,
            models.CheckConstraint(
                condition=(Q(returned=None) | Q(returned__gte=FEWEST)) & (Q(answers=None) | Q(answers__gte=FEWEST)),
                name="no_result_of_fewer_than_five",
                violation_error_message=_("少于五份的不出结果，不能记入台账。"),
            ),
        ]


def _part(above: int | None, below: int | None, times: int) -> str:
    if above is None or not below:
        return ""
    return str((Decimal(above * times) / below).quantize(Decimal("0.1"), ROUND_HALF_UP))


CERTIFIED_RESULTS = Ledger(
    code="certified_results",
    theme=Theme.VOTING,
    name=_("测评和票决台账"),
    about=_(
        "已经确认的测评、票决和选举结果，由计票环节记入。一行是一次投票，或测评的一项指标、一个分类；不足五份的不列。"
        "谁投了什么不在台账里，也不在别处。"
    ),
    model=CertifiedResult,
    columns=(
        "kind", "name", "rated", "level", "group", "item", "listed", "issued", "returned", "valid", "answers", "satisfied",
        "weights", "subjects", "seats", "carried",
    ),
    filters=("kind", "level"),
    computed=(
        Computed("return_rate", _("回收率（%）"), lambda one: _part(one.returned, one.issued, 100)),
        Computed("rate", _("满意率（%，不含基本满意）"), lambda one: _part(one.satisfied, one.answers, 100)),
        Computed("index", _("满意度指数"), lambda one: _part(one.weights, one.answers, 1)),
    ),
    by_hand=False,
    title_column="name",
    unit_label=_("组织单位"),
    date_label=_("确认日期"),
)  # fmt: skip
