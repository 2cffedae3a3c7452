"""学习台账: what was studied together, and what was handed out to read (rows C2–C8)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from huiyin.ledgers.engine.declaration import Disclosure, Ledger
from huiyin.ledgers.engine.models import EntryRevision
from huiyin.ledgers.themes import Theme


class StudySession(EntryRevision):
    """One session. Expected and attended are persons, 人, at this session; over several sessions they are person-times."""

    class Kind(models.TextChoices):
        TRAINING_CLASS = "training_class", _("培训班")
        CENTRAL_GROUP = "central_group", _("中心组集中学习")
        BRANCH = "branch", _("支部集中学习")
        LECTURE_HALL = "lecture_hall", _("大讲堂")
        PREACHING = "preaching", _("宣讲")
        PARTY_LECTURE = "party_lecture", _("党课")
        ON_SITE = "on_site", _("现场教学")
        TOPICAL = "topical", _("专题教学")
        EXPERIENTIAL = "experiential", _("体验式教学")
        COACHING = "coaching", _("辅导报告")
        STUDY_VISIT = "study_visit", _("外出学习考察")
        WARNING_LECTURE = "warning_lecture", _("警示教育报告")
        WARNING_FILM = "warning_film", _("警示教育片")
        WARNING_VISIT = "warning_visit", _("警示教育基地参观")
        TEST = "test", _("闭卷测试")
        CONTEST = "contest", _("知识竞赛")
        EVERYONE_LECTURES = "everyone_lectures", _("人人讲课")
        OTHER = "other", _("其他学习")

    name = models.CharField(_("学习名称"), max_length=120)
    kind = models.CharField(_("学习形式"), max_length=20, choices=Kind)
    topic = models.CharField(_("学习内容"), max_length=300, blank=True)
    lecturer = models.CharField(_("主讲人"), max_length=80, blank=True)
    place = models.CharField(_("地点"), max_length=120, blank=True)
    ends_on = models.DateField(_("结束日期"), null=True, blank=True)
    days = models.PositiveIntegerField(_("天数"), null=True, blank=True)
    hours = models.DecimalField(_("学时"), max_digits=6, decimal_places=1, null=True, blank=True)
    groups = models.PositiveIntegerField(_("分组数"), null=True, blank=True)
    expected = models.PositiveIntegerField(_("应到人数"), null=True, blank=True)
    attended = models.PositiveIntegerField(_("实到人数"), null=True, blank=True)

    class Meta(EntryRevision.Meta):
        constraints = [
            *EntryRevision.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(expected__isnull=True)
                | models.Q(attended__isnull=True)
                | models.Q(attended__lte=models.F("expected")),
                name="study_attended_within_expected",
                violation_error_message=_("实到人数多于应到人数；旁听人员请写在备注。"),
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("fact_date")),
                name="study_ends_after_it_begins",
                violation_error_message=_("结束日期早于开始日期。请核对。"),
            ),
        ]


class Handout(EntryRevision):
    """One study material compiled or handed out to one kind of receiver; copies are 份."""

    class Kind(models.TextChoices):
        BOOK = "book", _("图书")
        HANDBOOK = "handbook", _("手册")
        READING = "reading", _("学习资料")
        FILM = "film", _("音像资料")

    class To(models.TextChoices):
        UNITS = "units", _("各单位")
        CADRES = "cadres", _("每名干部")
        MEMBERS = "members", _("每名党员")
        OTHERS = "others", _("其他")

    title = models.CharField(_("资料名称"), max_length=160)
    kind = models.CharField(_("资料类别"), max_length=20, choices=Kind)
    compiled = models.BooleanField(_("自编"), default=False)
    given_to = models.CharField(_("发放对象"), max_length=20, choices=To)
    copies = models.PositiveIntegerField(_("发放份数"), null=True, blank=True)

    class Meta(EntryRevision.Meta):
        pass


class Attendance(EntryRevision):
    """One person due at one session. Who was absent is not named here: the book only counts that somebody was.

    `person_key` is the person's uid: it tells people from person-times and is shown to nobody. The unit is the one the
    person belonged to at the time.
    """

    person_key = models.CharField(max_length=32)
    person_no = models.CharField(_("工号"), max_length=40, blank=True)
    person = models.CharField(_("姓名"), max_length=60, blank=True)
    session = models.CharField(_("学习名称"), max_length=120)
    kind = models.CharField(_("学习形式"), max_length=20, choices=StudySession.Kind)
    took_part = models.BooleanField(_("参加"), default=True)
    hours = models.DecimalField(_("学时"), max_digits=6, decimal_places=1, null=True, blank=True)

    class Meta(EntryRevision.Meta):
        pass


STUDY_SESSIONS = Ledger(
    code="study_sessions",
    theme=Theme.STUDY,
    name=_("学习台账"),
    about=_("集中学习、培训班、宣讲、警示教育、外出学习：谁讲、几天、多少学时、到了多少人。一行是一次学习。"),
    model=StudySession,
    columns=(
        "name", "kind", "topic", "lecturer", "place", "ends_on", "days", "hours", "groups", "expected", "attended",
    ),
    filters=("kind",),
    key=("name", "kind"),
    aliases=(
        ("fact_date", ("学习日期", "开始日期", "日期")),
        ("unit", ("组织单位", "单位编码")),
        ("kind", ("形式", "学习类别")),
        ("topic", ("内容", "学习专题")),
        ("lecturer", ("授课人", "辅导人")),
        ("expected", ("应到",)),
        ("attended", ("实到", "参加人数")),
    ),
    disclosure=Disclosure(columns=("unit", "fact_date", "name", "kind", "topic")),
    title_column="name",
    unit_label=_("组织单位"),
    date_label=_("开始日期"),
)  # fmt: skip
HANDOUTS = Ledger(
    code="handouts",
    theme=Theme.STUDY,
    name=_("学习资料台账"),
    about=_("编印和发放的学习资料：名称、发给谁、多少份。一行是一种资料发给一类对象。"),
    model=Handout,
    columns=("title", "kind", "compiled", "given_to", "copies"),
    filters=("kind", "given_to"),
    key=("title", "given_to"),
    aliases=(
        ("fact_date", ("发放日期", "编印日期")),
        ("unit", ("编印单位", "单位编码")),
        ("title", ("书名",)),
        ("compiled", ("是否自编",)),
        ("copies", ("份数", "册数")),
    ),
    title_column="title",
    unit_label=_("发放单位"),
    date_label=_("发放日期"),
)
ATTENDANCES = Ledger(
    code="attendances",
    theme=Theme.STUDY,
    name=_("参学记录"),
    about=_(
        "按人登记的参学情况，由学习的签认记入：一行是一个人应参加的一次学习。缺席的不点名，只记有一人缺席。学时只说明学了多少，不作考核、排名依据。"
    ),
    model=Attendance,
    columns=("person_no", "person", "session", "kind", "took_part", "hours"),
    filters=("kind", "took_part"),
    kept=("person_key",),
    by_hand=False,
    title_column="session",
    unit_label=_("当时所在单位"),
    date_label=_("学习日期"),
)
