"""Figures on talks, materials, commitments, declarations, hard rules and documents from above (rows E2, E3, E5, F6, F7, F9)."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huiyin.ledgers.books.commitments import COMMITMENTS, DECLARATIONS, PROVISIONS, UPPER_DOCUMENTS
from huiyin.ledgers.books.gatherings import SELF_EXAMINATIONS, TALKS
from huiyin.metrics.metric import CountDistinct, Metric, Of, Ratio, SumOf
from huiyin.metrics.organisation import LEADERS

TALK_TURNS = Metric(
    code="E2.talk_turns", label=_("班子成员谈心"), measure_word=_("人次"), ledger=TALKS, reduce=SumOf("turns"),
    definition=_("班子成员谈心谈话人次：一次谈话里每名班子成员计一次；两名班子成员互谈计两次。"), words=("谈心", "谈心谈话", "谈心交心"),
)  # fmt: skip
TALKS_EACH = Ratio(
    code="E2.talks_each", label=_("班子成员人均谈心"), numerator=TALK_TURNS, denominator=LEADERS, of=Of.MEAN,
    measure_word=_("人次"), definition=_("班子成员谈心谈话人次 ÷ 在任班子成员职数。"), words=("人均谈心", "谈心", "谈心谈话"),
)  # fmt: skip
TEAM_MATERIALS = Metric(
    code="E3.team_materials", label=_("班子对照检查材料"), measure_word=_("份"), ledger=SELF_EXAMINATIONS,
    select=Q(kind="team"), definition=_("审核通过的领导班子对照检查材料份数。"), words=("班子对照检查材料", "对照检查材料"),
)  # fmt: skip
PERSONAL_MATERIALS = Metric(
    code="E3.personal_materials", label=_("个人对照检查材料"), measure_word=_("份"), ledger=SELF_EXAMINATIONS,
    select=Q(kind="personal"), definition=_("审核通过的个人对照检查材料份数。"), words=("个人对照检查材料", "对照检查材料"),
)  # fmt: skip
DECLARATIONS_DUE = Metric(
    code="E5.due", label=_("应报告事项"), measure_word=_("人次"), ledger=DECLARATIONS, reduce=SumOf("due"),
    definition=_("各单位各事项应报告人数之和；一人应报几项计几次。"),
)  # fmt: skip
DECLARED = Metric(
    code="E5.declared", label=_("已报告事项"), measure_word=_("人次"), ledger=DECLARATIONS, reduce=SumOf("declared"),
    definition=_("各单位各事项已报告人数之和；一人报告几项计几次。"), words=("零报告", "事项报告"), measure_words=("名", "人"),
)  # fmt: skip
DECLARED_SHARE = Ratio(
    code="E5.declared_share", label=_("事项报告率"), numerator=DECLARED, denominator=DECLARATIONS_DUE,
    definition=_("已报告人次 ÷ 应报告人次。"), words=("报告率",),
)  # fmt: skip
TO_CORRECT = Metric(
    code="E5.to_correct", label=_("报告后需纠正的"), measure_word=_("人次"), ledger=DECLARATIONS, reduce=SumOf("to_correct"),
    definition=_("报告有违规、持有情况需要纠正的人次，含已纠正的。"), words=("违规", "违规建房", "会员卡"), measure_words=("起", "件", "人"),
)  # fmt: skip
HARD_RULES = Metric(
    code="F6.hard_rules", label=_("硬性规定"), measure_word=_("项"), ledger=PROVISIONS, select=Q(kind="hard_rule"),
    definition=_("出台的硬性规定条数。"), words=("硬性规定", "刚性规定"), measure_words=("条",),
)  # fmt: skip
KEY_SYSTEMS = Metric(
    code="F6.key_systems", label=_("重点制度"), measure_word=_("类"), ledger=PROVISIONS, reduce=CountDistinct("series"),
    select=Q(kind="key_system"), definition=_("建立的重点制度类数。"), words=("重点制度",), measure_words=("项", "个"),
)  # fmt: skip
BANS = Metric(
    code="F6.bans", label=_("禁令"), measure_word=_("条"), ledger=PROVISIONS, select=Q(kind="ban"),
    definition=_("出台的禁令条数（如“四不”“四严禁”）。"), words=("禁令",), measure_words=("项",),
)  # fmt: skip
TEAM_COMMITMENTS = Metric(
    code="F7.team_commitments", label=_("班子公开承诺"), measure_word=_("项"), ledger=COMMITMENTS,
    select=Q(by__in=["team", "leader"]), definition=_("领导班子及成员公开承诺的项数。"), words=("公开承诺", "承诺"), measure_words=("条",),
)  # fmt: skip
POST_COMMITTERS = Metric(
    code="F7.post_committers", label=_("作出岗位承诺的人"), measure_word=_("人"), ledger=COMMITMENTS,
    reduce=CountDistinct("person_no", by_unit=True), select=Q(by="post"), version=2, definition=_("作出岗位承诺的人数；一人承诺几项计一人。"),
    words=("机关党员干部", "党员干部", "岗位承诺"), verbs=("承诺",), verbs_needed=True, measure_words=("名",),
)  # fmt: skip
CENTRAL_DOCUMENTS = Metric(
    code="F9.central_documents", label=_("中央文件"), measure_word=_("个"), ledger=UPPER_DOCUMENTS, select=Q(level="central"),
    definition=_("登记落实情况的中央文件份数。"), words=("中央文件", "文件"), measure_words=("份",), unlike=("配套",),
)  # fmt: skip
CITY_DOCUMENTS = Metric(
    code="F9.city_documents", label=_("市级文件"), measure_word=_("个"), ledger=UPPER_DOCUMENTS, select=Q(level="city"),
    definition=_("登记落实情况的市级文件份数。"), words=("配套文件", "市委文件"), measure_words=("份",),
)  # fmt: skip
CARRIED_OUT = Metric(
    code="F9.traced", label=_("已有本级文件落实的来文"), measure_word=_("个"), ledger=UPPER_DOCUMENTS,
    select=~Q(answered_by="") | Q(checked_on__isnull=False) | Q(linked_documents__gt=0) | Q(linked_checks__gt=0),
    version=2,
    definition=_("出了本级文件或督查过落实情况的上级来文份数，登记的和关联的都算。"), words=("上级文件",), verbs=("落实", "贯彻"), verbs_needed=True,
)  # fmt: skip
METRICS = (
    TALK_TURNS, TALKS_EACH, TEAM_MATERIALS, PERSONAL_MATERIALS, DECLARATIONS_DUE, DECLARED,
    DECLARED_SHARE, TO_CORRECT, HARD_RULES, KEY_SYSTEMS,
    BANS, TEAM_COMMITMENTS, POST_COMMITTERS, CENTRAL_DOCUMENTS, CITY_DOCUMENTS, CARRIED_OUT,
)  # fmt: skip
