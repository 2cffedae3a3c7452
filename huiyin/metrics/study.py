"""Figures on study and training (capability row C). People and person-times are never the same figure."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huiyin.ledgers.books.meetings import MEETINGS
from huiyin.ledgers.books.study import ATTENDANCES, HANDOUTS, STUDY_SESSIONS
from huiyin.metrics.metric import CountDistinct, Metric, Of, Ratio, SumOf

_THERE = Q(took_part=True)
ARCHIVES = Metric(
    code="C1.archives", label=_("有学习档案的人数"), measure_word=_("人"), ledger=ATTENDANCES, select=_THERE,
    reduce=CountDistinct("person_key"), definition=_("至少参加过一次学习的人数，一人只计一次；与人次不是一个数。"),
    words=("学习培训档案", "档案信息库", "学习档案"), measure_words=("名", "份"),
)  # fmt: skip
DUE = Metric(
    code="C1.due", label=_("应参学的人数"), measure_word=_("人"), ledger=ATTENDANCES, reduce=CountDistinct("person_key"),
    definition=_("至少一次列入应到名单的人数，一人只计一次；从没有列入任何一次名单的人不在内。"),
    words=("应参学人员", "应到人员"), measure_words=("名",),
)  # fmt: skip
TAKEN_PART = Ratio(
    code="C1.taken_part", label=_("参学率"), numerator=ARCHIVES, denominator=DUE,
    definition=_("应参学的人中至少参加过一次的比例。按人计算，不是每次的到会率；分母是列入过应到名单的人，不是全部在册人员。"),
    words=("参学率",),
)  # fmt: skip
PERSON_TIMES = Metric(
    code="C1.person_times", label=_("参学人次"), measure_word=_("人次"), ledger=ATTENDANCES, select=_THERE,
    definition=_("参学记录里参加的条数：一人参加两次计两次，不是人数。"), words=("参加学习", "参学"),
)  # fmt: skip
HOURS = Metric(
    code="C1.hours", label=_("参学学时"), measure_word=_("学时"), ledger=ATTENDANCES, select=_THERE, reduce=SumOf("hours"),
    definition=_("各人参加的各次学习的学时之和。只说明学了多少，不作考核、排名依据。"), words=("集中学习", "学习时间"),
)  # fmt: skip
HOURS_EACH = Ratio(
    code="B5.hours_each", label=_("人均学时"), numerator=HOURS, denominator=ARCHIVES, of=Of.MEAN, measure_word=_("学时"),
    definition=_("参学学时除以有学习档案的人数。有多少人达到了要求的学时，看单位学习情况页，不在这里。"), words=("人均学时", "人均学习"),
)  # fmt: skip
SESSION_DUE = Metric(
    code="C4.due", label=_("应到人次"), measure_word=_("人次"), ledger=STUDY_SESSIONS, reduce=SumOf("expected"),
    select=Q(expected__isnull=False, attended__isnull=False), definition=_("应到、实到都登记了的各次学习，应到人数之和。"),
    words=("应到人次",),
)  # fmt: skip
SESSION_THERE = Metric(
    code="C4.there", label=_("实到人次"), measure_word=_("人次"), ledger=STUDY_SESSIONS, reduce=SumOf("attended"),
    select=Q(expected__isnull=False, attended__isnull=False), definition=_("应到、实到都登记了的各次学习，实到人数之和。"),
    words=("实到人次",),
)  # fmt: skip
ATTENDANCE_RATE = Ratio(
    code="C4.attendance_rate", label=_("学习到会率"), numerator=SESSION_THERE, denominator=SESSION_DUE,
    definition=_("实到人次占应到人次的比例，只算应到、实到都登记了的学习。"), words=("到会率", "出勤率", "出席率"),
)  # fmt: skip
CLASSES = Metric(
    code="C2.classes", label=_("培训班"), measure_word=_("期"), ledger=STUDY_SESSIONS, select=Q(kind="training_class"),
    definition=_("举办的培训班期数。"), words=("培训班",), measure_words=("次", "个"),
)  # fmt: skip
CLASS_DAYS = Metric(
    code="C2.class_days", label=_("培训天数"), measure_word=_("天"), ledger=STUDY_SESSIONS, reduce=SumOf("days"),
    select=Q(kind="training_class"), definition=_("各期培训班天数之和。"), words=("培训班", "培训"),
)  # fmt: skip
CLASS_PEOPLE = Metric(
    code="C2.people", label=_("培训人数"), measure_word=_("人"), ledger=ATTENDANCES, reduce=CountDistinct("person_key"),
    select=Q(kind="training_class", took_part=True),
    definition=_("参加过培训班的人数，一人参加几期也只计一次。只含按人登记的培训班。"), words=("培训班", "培训"), measure_words=("名",),
    verbs=("培训", "参训", "参加"), verbs_needed=True,
)  # fmt: skip
CLASS_TURNS = Metric(
    code="C2.person_times", label=_("培训人次"), measure_word=_("人次"), ledger=STUDY_SESSIONS, reduce=SumOf("attended"),
    select=Q(kind="training_class"), definition=_("各期培训班实到人数之和；同一人参加两期计两次，不是人数。"),
    words=("培训", "集中培训", "培训班"), verbs=("参加",),
)  # fmt: skip
PREACHINGS = Metric(
    code="C3.preachings", label=_("宣讲"), measure_word=_("场"), ledger=STUDY_SESSIONS, select=Q(kind="preaching"),
    definition=_("讲师团、宣讲团开展的宣讲场数，不含大讲堂。"), words=("宣讲", "宣讲活动"), measure_words=("次",),
)  # fmt: skip
LECTURE_HALL = Metric(
    code="C3.lecture_hall", label=_("大讲堂"), measure_word=_("场"), ledger=STUDY_SESSIONS, select=Q(kind="lecture_hall"),
    definition=_("大讲堂举办的场数。"), words=("大讲堂", "专题报告"), measure_words=("次", "期"),
)  # fmt: skip
CENTRAL_SPEAKERS = Metric(
    code="C4.speakers", label=_("中心组交流发言"), measure_word=_("人次"), ledger=MEETINGS, reduce=SumOf("speakers"),
    select=Q(kind="central_study"), definition=_("各次中心组学习交流发言人数之和。"), words=("中心组成员", "交流发言", "中心组"),
    verbs=("发言", "交流"), verbs_needed=True,
)  # fmt: skip
CENTRAL_DAYS = Metric(
    code="C4.central_days", label=_("中心组集中学习天数"), measure_word=_("天"), ledger=STUDY_SESSIONS, reduce=SumOf("days"),
    select=Q(kind="central_group"), definition=_("中心组集中学习各段天数之和。"), words=("中心组", "集中学习时间", "集中学习"),
)  # fmt: skip
SALON_SPEAKERS = Metric(
    code="C4.salon_speakers", label=_("学习交流发言"), measure_word=_("人次"), ledger=MEETINGS, reduce=SumOf("speakers"),
    select=Q(kind="study"), definition=_("各次学习交流、读书沙龙发言人数之和，不含中心组学习。"), words=("党员代表", "读书沙龙", "沙龙"),
)  # fmt: skip
COACHING = Metric(
    code="C5.coaching", label=_("辅导报告"), measure_word=_("场"), ledger=STUDY_SESSIONS, select=Q(kind="coaching"),
    definition=_("异地学习中安排的辅导报告场数。"), words=("辅导报告",), measure_words=("次",),
)  # fmt: skip
ON_SITE = Metric(
    code="C5.on_site", label=_("现场教学"), measure_word=_("次"), ledger=STUDY_SESSIONS, select=Q(kind="on_site"),
    definition=_("现场教学次数。"), words=("现场教学",),
)  # fmt: skip
TOPICAL = Metric(
    code="C5.topical", label=_("专题教学"), measure_word=_("次"), ledger=STUDY_SESSIONS, select=Q(kind="topical"),
    definition=_("专题教学次数。"), words=("专题教学",),
)  # fmt: skip
EXPERIENTIAL = Metric(
    code="C5.experiential", label=_("体验式教学"), measure_word=_("次"), ledger=STUDY_SESSIONS, select=Q(kind="experiential"),
    definition=_("体验式教学次数。"), words=("体验式教学",),
)  # fmt: skip
STUDY_VISITS = Metric(
    code="C5.study_visits", label=_("外出学习考察"), measure_word=_("次"), ledger=STUDY_SESSIONS, select=Q(kind="study_visit"),
    definition=_("外出学习考察次数。"), words=("学习考察", "考察学习", "外出学习"),
)  # fmt: skip
CONTESTS = Metric(
    code="C6.contests", label=_("知识竞赛"), measure_word=_("次"), ledger=STUDY_SESSIONS, select=Q(kind="contest"),
    definition=_("知识竞赛次数。"), words=("知识竞赛", "竞赛"),
)  # fmt: skip
TITLES = Metric(
    code="C7.titles", label=_("学习资料种数"), measure_word=_("种"), ledger=HANDOUTS, reduce=CountDistinct("title"),
    definition=_("编印、发放的不同学习资料种数。"), words=("学习资料", "图书", "书"), verbs=("编印", "编辑", "发放", "下发"), verbs_needed=True,
    measure_words=("本",),
)  # fmt: skip
COPIES = Metric(
    code="C7.copies", label=_("学习资料发放"), measure_word=_("份"), ledger=HANDOUTS, reduce=SumOf("copies"),
    definition=_("发放的学习资料份数之和。"), words=("学习资料",), verbs=("发放", "下发"), verbs_needed=True, measure_words=("册", "本"),
)  # fmt: skip
WARNING_LECTURES = Metric(
    code="C8.lectures", label=_("警示教育报告"), measure_word=_("场"), ledger=STUDY_SESSIONS, select=Q(kind="warning_lecture"),
    definition=_("警示教育报告场数。"), words=("警示教育报告", "警示教育"), measure_words=("次",),
)  # fmt: skip
WARNING_FILMS = Metric(
    code="C8.films", label=_("警示教育片"), measure_word=_("部"), ledger=STUDY_SESSIONS, select=Q(kind="warning_film"),
    definition=_("组织观看的警示教育片部数。"), words=("警示教育片", "教育片"),
)  # fmt: skip
WARNING_VISITS = Metric(
    code="C8.visits", label=_("警示教育基地参观"), measure_word=_("次"), ledger=STUDY_SESSIONS, select=Q(kind="warning_visit"),
    definition=_("参观警示教育基地次数。"), words=("警示教育基地",),
)  # fmt: skip
METRICS = (
    HOURS_EACH, ARCHIVES, DUE, TAKEN_PART, PERSON_TIMES, HOURS, CLASSES, CLASS_DAYS, CLASS_PEOPLE, CLASS_TURNS,
    SESSION_DUE, SESSION_THERE, ATTENDANCE_RATE, PREACHINGS, LECTURE_HALL, CENTRAL_SPEAKERS, CENTRAL_DAYS, SALON_SPEAKERS, COACHING,
    ON_SITE, TOPICAL, EXPERIENTIAL, STUDY_VISITS, CONTESTS, TITLES, COPIES, WARNING_LECTURES, WARNING_FILMS,
    WARNING_VISITS,
)  # fmt: skip
