"""Figures on units, posts, teams and the plan (capability rows A, B, G)."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huiyin.ledgers.books.campaign import ACTIONS
from huiyin.ledgers.books.documents import DOCUMENTS
from huiyin.ledgers.books.organisation import APPOINTMENTS, PARTICIPANTS, TEAMS
from huiyin.metrics.metric import Metric, SumOf

PARTICIPATING_UNITS = Metric(
    code="A1.units", label=_("参加单位"), measure_word=_("个"), ledger=PARTICIPANTS, reduce=SumOf("delta"),
    definition=_("参加活动的单位数：下达记 +1，退出记 −1；没有选定活动时，一个单位参加几个活动就计几次。"), words=("参加单位", "单位"),
    verbs=("参加", "参与"), verbs_needed=True,
)  # fmt: skip
LEADERS = Metric(
    code="A2.leaders", label=_("班子成员"), measure_word=_("名"), ledger=APPOINTMENTS, reduce=SumOf("delta"),
    select=Q(leader=True), definition=_("在任班子成员职数：任职记 +1，免职记 −1；一人一职。"), words=("班子成员", "成员"),
    unlike=("小组成员", "中心组", "组成员"),
)  # fmt: skip
SET_ACTIONS = Metric(
    code="B1.set_actions", label=_("规定动作"), measure_word=_("个"), ledger=ACTIONS, select=Q(kind="set"),
    definition=_("活动方案中的规定动作数。"), words=("规定动作",),
)  # fmt: skip
STAGE_1 = Metric(
    code="B1.stage_1_actions", label=_("第一环节规定动作"), measure_word=_("个"), ledger=ACTIONS,
    select=Q(kind="set", stage_order=1), definition=_("第一环节的规定动作数。"), words=("六个一",),
)  # fmt: skip
STAGE_2 = Metric(
    code="B1.stage_2_actions", label=_("第二环节规定动作"), measure_word=_("个"), ledger=ACTIONS,
    select=Q(kind="set", stage_order=2), definition=_("第二环节的规定动作数。"), words=("五个一",),
)  # fmt: skip
STAGE_3 = Metric(
    code="B1.stage_3_actions", label=_("第三环节规定动作"), measure_word=_("个"), ledger=ACTIONS,
    select=Q(kind="set", stage_order=3), definition=_("第三环节的规定动作数。"), words=("四个一",),
)  # fmt: skip
PROMOTION = Metric(
    code="B1.promotion_actions", label=_("推进方案事项"), measure_word=_("个"), ledger=ACTIONS, select=Q(kind="promotion"),
    definition=_("推进方案中的事项数。"), words=("十二个一",),
)  # fmt: skip
OWN_ACTIONS = Metric(
    code="B1.own_actions", label=_("自选动作"), measure_word=_("个"), ledger=ACTIONS, select=Q(kind="own"),
    definition=_("活动方案中的自选动作数。"), words=("自选动作",),
)  # fmt: skip
SUB_PLANS = Metric(
    code="B3.sub_plans", label=_("子方案"), measure_word=_("个"), ledger=DOCUMENTS, select=Q(kind="sub_plan"),
    definition=_("印发的子方案份数。"), words=("子方案",),
)  # fmt: skip
LEADING_HEADS = Metric(
    code="B3.leading_group_heads", label=_("领导小组组长"), measure_word=_("名"), ledger=TEAMS, reduce=SumOf("heads"),
    select=Q(kind="leading"), definition=_("组建领导小组时的组长人数。"),
    words=("领导小组组长", "组长"), unlike=("副组长", "督导组", "指导组", "调研组", "工作组"),
)  # fmt: skip
LEADING_DEPUTIES = Metric(
    code="B3.leading_group_deputies", label=_("领导小组副组长"), measure_word=_("名"), ledger=TEAMS,
    reduce=SumOf("deputies"), select=Q(kind="leading"), definition=_("组建领导小组时的副组长人数。"),
    words=("领导小组副组长", "副组长"), unlike=("督导组", "指导组", "调研组", "工作组"),
)  # fmt: skip
SPECIAL_ACTIONS = Metric(
    code="F4.special_actions", label=_("专项行动"), measure_word=_("个"), ledger=ACTIONS, select=Q(kind="special_action"),
    definition=_("活动方案中的专项行动数。"), words=("专项行动",),
)  # fmt: skip
SPECIAL_THEMES = Metric(
    code="F4.special_themes", label=_("专项整治"), measure_word=_("个"), ledger=ACTIONS, select=Q(kind="special_theme"),
    definition=_("活动方案中的专项整治数。"), words=("专项整治", "群众反映强烈的问题"),
)  # fmt: skip
LOOK_BACK_QUESTIONS = Metric(
    code="F5.look_back_questions", label=_("回头看内容"), measure_word=_("个"), ledger=ACTIONS, select=Q(kind="look_back"),
    definition=_("活动方案中回头看的内容数。"), words=("回头看",),
)  # fmt: skip
SUPERVISION_GROUPS = Metric(
    code="G1.supervision_groups", label=_("督导组"), measure_word=_("个"), ledger=TEAMS, select=Q(kind="supervision"),
    definition=_("组建的督导组数。"), words=("督导组",),
)  # fmt: skip
SUPERVISED_SCHOOLS = Metric(
    code="G1.supervised_schools", label=_("督导组负责的学校"), measure_word=_("所"), ledger=TEAMS,
    reduce=SumOf("covers_schools"), select=Q(kind="supervision"), definition=_("各督导组负责的学校数之和。"),
    words=("直属学校", "直属校", "学校"), verbs=("督导", "负责"), verbs_needed=True,
)  # fmt: skip
FACT_FINDING_TEAMS = Metric(
    code="D6.teams", label=_("调研组"), measure_word=_("个"), ledger=TEAMS, select=Q(kind="fact_finding"),
    definition=_("组建的调研组数。"), words=("调研组", "组"), verbs=("调研", "驻村", "深入"),
)  # fmt: skip
METRICS = (
    PARTICIPATING_UNITS, LEADERS, SET_ACTIONS, STAGE_1, STAGE_2, STAGE_3, PROMOTION, OWN_ACTIONS, SUB_PLANS,
    LEADING_HEADS, LEADING_DEPUTIES, SPECIAL_ACTIONS, SPECIAL_THEMES, LOOK_BACK_QUESTIONS, SUPERVISION_GROUPS,
    SUPERVISED_SCHOOLS, FACT_FINDING_TEAMS,
)  # fmt: skip
