"""Word templates: the ones that ship, and those an office edits in Word and puts back."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.core import audit, files
from huiyin.core.errors import Refused, Stale
from huiyin.metrics.metric import AnyMetric, Ratio
from huiyin.metrics.registry import BY_CODE, METRICS
from huiyin.organisation.access import Reach
from huiyin.organisation.models import Role, Unit
from huiyin.reports.actions import TEMPLATE_RESTORED, TEMPLATE_RETIRED, TEMPLATE_UPLOADED
from huiyin.reports.models import Template
from huiyin.reports.word.default_templates import NAMES, TemplateKind, default_template
from huiyin.reports.word.template import check_template

WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
KINDS: dict[str, TemplateKind] = {
    Template.Kind.CLOSING: "closing_report",
    Template.Kind.BULLETIN: "bulletin",
    Template.Kind.TABLES: "statistics",
}


# A statistics table sets units side by side: as many columns as an upright page holds; an office adds its own in Word.
TABLE_COLUMNS = (
    "F1.measures", "F3.checked", "F3.closed", "F3.felt_solved", "M1.meetings", "G2.inspections", "H2.visits",
    "M1.documents",
)  # fmt: skip


def shipped(kind: str) -> bytes:
    """The template that ships with the product, its figures in the catalogue's order."""
    wanted = [m for m in METRICS if kind != Template.Kind.TABLES or m.code in TABLE_COLUMNS]
    return default_template(KINDS[kind], [(m.code, _label(m)) for m in wanted])


def _label(metric: AnyMetric) -> str:
    return f"{metric.label}{{}}" + ("" if isinstance(metric, Ratio) else str(metric.measure_word))


def known_names(kind: str) -> frozenset[str]:
    """The words that a template of this kind may ask for."""
    return NAMES[KINDS[kind]]


def may_keep(actor: Reach, unit: Unit) -> bool:
    """Whether the actor uploads, retires and restores the templates of a unit: its office, or one above it."""
    return actor.may((Role.OFFICE,), unit)


@transaction.atomic
def upload_template(
    kind: str, *, name: str, unit: Unit, data: bytes, file_name: str, actor: Reach, now: datetime
) -> Template:
    """Check an edited template and keep it. Every fault is named, with the paragraph it stands in."""
    if not may_keep(actor, unit):
        raise Refused(_("只有“%(unit)s”或其上级的活动办公室可以上传模板。") % {"unit": unit.name})
    if kind not in KINDS:
        raise Refused(_("请选择模板种类。"))
    if not name.strip():
        raise Refused(_("请填写模板名称。"))
    problems = check_template(data, set(BY_CODE), known_names(kind))
    if problems:
        raise Refused("\n".join(problems))
    stored = files.store([data], name=file_name, content_type=WORD_TYPE, now=now)
    made = Template.objects.create(
        kind=kind, name=name.strip(), unit=unit, file=stored, uploaded_by=actor.account, uploaded_at=now
    )
    audit.record(TEMPLATE_UPLOADED, actor=actor.account, now=now, subject=made, unit=unit, file=stored.sha256)
    return made


def retire_template(template: Template, *, actor: Reach, now: datetime) -> Template:
    """停用: no new report is begun from it; those drafted from it keep it. What ships with the product has no row to retire."""
    return _set_retired(template, True, actor=actor, now=now)


def restore_template(template: Template, *, actor: Reach, now: datetime) -> Template:
    """恢复: it is offered again."""
    return _set_retired(template, False, actor=actor, now=now)


@transaction.atomic
def _set_retired(template: Template, retired: bool, *, actor: Reach, now: datetime) -> Template:
    if not may_keep(actor, template.unit):
        raise Refused(_("只有“%(unit)s”或其上级的活动办公室可以停用、恢复模板。") % {"unit": template.unit.name})
    if not Template.objects.filter(pk=template.pk, retired=not retired).update(retired=retired):
        state = _("已经停用") if retired else _("正在使用")
        raise Stale(_("模板“%(name)s”%(state)s，不用再办一次。请刷新查看。") % {"name": template.name, "state": state})
    action = TEMPLATE_RETIRED if retired else TEMPLATE_RESTORED
    audit.record(action, actor=actor.account, now=now, subject=template, unit=template.unit, kind=template.kind)
    template.refresh_from_db()
    return template
