"""整改: problems confirmed, measures issued, and what happened to measures (checked, closed, solved, reopened)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from huiyin.ledgers.engine.declaration import Ledger
from huiyin.ledgers.engine.models import EntryRevision
from huiyin.ledgers.themes import Theme


class ProblemSide(models.TextChoices):
    """Who found a problem (四个方面)."""

    MASSES = "masses", _("群众提")
    SELF = "self", _("自己找")
    SUPERIOR = "superior", _("上级点")
    MUTUAL = "mutual", _("互相帮")


class MeasureTerm(models.TextChoices):
    """By when a measure is to be done (rules.md §4.2)."""

    IMMEDIATE = "immediate", _("立行立改")
    LIMITED = "limited", _("限期整改")
    LONG = "long", _("长期坚持")
    SUPERIOR = "superior", _("需上级解决")


class MeasureEventKind(models.TextChoices):
    """What can happen to a measure that counts."""

    CHECKED = "checked", _("检查通过")
    CLOSED = "closed", _("销号")
    FELT_SOLVED = "felt_solved", _("群众认可")
    NOT_ASKED = "not_asked", _("未能问到本人")
    REOPENED = "reopened", _("重开")
    KEPT = "kept", _("回头看保持")


class ConfirmedProblem(EntryRevision):
    """A problem on the confirmed list."""

    code = models.CharField(_("问题编号"), max_length=20)
    statement = models.TextField(_("问题"), max_length=1000)
    side = models.CharField(_("来源"), max_length=20, choices=ProblemSide)
    wind = models.CharField(_("类别"), max_length=40)

    class Meta(EntryRevision.Meta):
        pass


class IssuedMeasure(EntryRevision):
    """A measure on the issued task sheet."""

    code = models.CharField(_("措施编号"), max_length=20)
    statement = models.TextField(_("整改措施"), max_length=1000)
    problem_code = models.CharField(_("问题编号"), max_length=20)
    term = models.CharField(_("整改类型"), max_length=20, choices=MeasureTerm)
    post = models.CharField(_("责任岗位"), max_length=120)
    due_on = models.DateField(_("完成时限"), null=True, blank=True)

    class Meta(EntryRevision.Meta):
        pass


class MeasureEvent(EntryRevision):
    """Something that happened to a measure. `delta` is +1, or −1 when a reopening takes it back."""

    measure_code = models.CharField(_("措施编号"), max_length=20)
    event = models.CharField(_("事项"), max_length=20, choices=MeasureEventKind)
    delta = models.SmallIntegerField(_("增减"), default=1)
    note = models.CharField(_("说明"), max_length=300, blank=True)

    class Meta(EntryRevision.Meta):
        pass


PROBLEMS = Ledger(
    code="problems",
    theme=Theme.FINDING,
    name=_("问题清单"),
    about=_("经确认的问题，注明来源和类别。一行是一个问题。"),
    model=ConfirmedProblem,
    columns=("code", "statement", "side", "wind"),
    filters=("side", "wind"),
    by_hand=False,
    title_column="statement",
)
MEASURES = Ledger(
    code="measures",
    theme=Theme.RECTIFICATION,
    name=_("整改措施"),
    about=_("整改任务书下达的措施，责任落实到岗位。一行是一条措施。"),
    model=IssuedMeasure,
    columns=("code", "statement", "problem_code", "term", "post", "due_on"),
    filters=("term",),
    by_hand=False,
    title_column="statement",
)
MEASURE_EVENTS = Ledger(
    code="measure_events",
    theme=Theme.RECTIFICATION,
    name=_("整改办理记录"),
    about=_("措施的检查通过、销号、群众认可和重开。重开把先前的一次记为 −1，合计即现有数。"),
    model=MeasureEvent,
    columns=("measure_code", "event", "delta", "note"),
    filters=("event",),
    by_hand=False,
    title_column="measure_code",
)
