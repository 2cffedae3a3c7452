"""Start a report and draw drafts of it from the records: figures taken at one instant, set into the office's Word."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import F, Max
from django.utils import translation
from django.utils.translation import gettext as _

from huiyin.campaigns.models import Campaign, Stage
from huiyin.core import audit, files
from huiyin.core.errors import Refused, Stale
from huiyin.core.identifiers import new_uid
from huiyin.organisation.access import Reach
from huiyin.organisation.models import Unit
from huiyin.organisation.scope import children_of
from huiyin.reports.access import lock_report, may_sign, may_write, require_draft, require_open, require_writer
from huiyin.reports.actions import REPORT_DRAFTED, REPORT_STARTED, REPORT_WORDED, UNKNOWN_EXPLAINED
from huiyin.reports.composing import LINES, LISTS, Composed, Line, compose, units_printed
from huiyin.reports.figures import Taking, keep, report_scope, take
from huiyin.reports.models import Report, Template, UnknownLine, Version
from huiyin.reports.templates import KINDS, WORD_TYPE
from huiyin.reports.unknowns import Unknown, unknown_lines
from huiyin.reports.word.bare_numbers import bare_numbers
from huiyin.reports.word.document import DocumentError, document_number


@transaction.atomic
def start_report(
    campaign: Campaign, *, unit: Unit, kind: str, title: str, addressee: str, document_no: str,
    template: Template | None, actor: Reach, now: datetime, stage: Stage | None = None,
) -> Report:  # fmt: skip
    """A new report, of the campaign or of one stage of it; numbered by kind within the campaign and unit."""
    require_writer(actor, unit, campaign)
    if kind not in KINDS:
        raise Refused(_("请选择报告种类。"))
    if not title.strip():
        raise Refused(_("请填写标题。"))
    _refuse_typed_numbers(_("标题"), title)
    _refuse_typed_numbers(_("主送机关"), addressee)
    if template is not None and Template.objects.filter(pk=template.pk, retired=True).exists():
        raise Refused(_("模板“%(name)s”已经停用，请另选。") % {"name": template.name})
    if template is not None and template.kind != kind:
        raise Refused(_("模板“%(name)s”是%(kind)s模板，与报告种类不符，请另选。") % {
            "name": template.name, "kind": template.get_kind_display(),
        })  # fmt: skip
    try:
        document_no = document_number(document_no)
    except DocumentError as problem:
        raise Refused(str(problem)) from problem
    # Numbers are given one after another: the campaign's row is what two offices at once wait for.
    locked = Campaign.objects.select_for_update(of=("self",)).get(pk=campaign.pk)
    _require_stage(stage, locked)
    last = Report.objects.filter(campaign=campaign, unit=unit, kind=kind).aggregate(n=Max("number"))["n"] or 0
    report = Report.objects.create(
        campaign=campaign, unit=unit, kind=kind, number=last + 1, title=title.strip(), addressee=addressee.strip(),
        document_no=document_no, template=template, stage=stage,
    )  # fmt: skip
    audit.record(REPORT_STARTED, actor=actor.account, now=now, subject=report, unit=unit, kind=kind)
    return report


def _require_stage(stage: Stage | None, campaign: Campaign) -> None:
    """A stage of this campaign's approved plan that says when it begins and ends."""
    if stage is None:
        return
    if stage.campaign_id != campaign.pk:
        raise Refused(
            _("“%(stage)s”不是“%(campaign)s”的环节，请另选，或出整个活动的报告。")
            % {"stage": stage.name, "campaign": campaign.name}
        )
    if campaign.state == Campaign.State.DRAFT:
        raise Refused(_("方案还没有批准，环节还会变动，不能出一个环节的报告。请先批准方案。"))
    if stage.begins_on is None or stage.ends_on is None:
        raise Refused(
            _("环节“%(stage)s”没有写明起止日期，不知道哪些记录属于它，不能出本环节的报告。请出整个活动的报告。")
            % {"stage": stage.name}
        )


@transaction.atomic
def write_words(report: Report, words: Mapping[str, str], *, revision: int, actor: Reach, now: datetime) -> Report:
    """Keep what people write around the figures. A number typed by hand is refused: numbers come from the books."""
    report = lock_report(report, revision)
    require_writer(actor, report.unit, report.campaign)
    require_draft(report)
    kept: dict[str, object] = {}
    for name, text in words.items():
        if name not in (*LISTS, *LINES):
            raise Refused(_("没有“%(name)s”这一栏。") % {"name": name})
        _refuse_typed_numbers(_("正文"), text)
        kept[name] = [line.strip() for line in text.splitlines() if line.strip()] if name in LISTS else text.strip()
    Report.objects.filter(pk=report.pk).update(words=report.words | kept, revision=F("revision") + 1)
    audit.record(REPORT_WORDED, actor=actor.account, now=now, subject=report, unit=report.unit)
    report.refresh_from_db()
    return report


def draft(report: Report, *, revision: int, actor: Reach, now: datetime) -> Version:
    """Take all figures at `now`, refresh the lines on what is not known, set the Word, keep a version.

    The Word is made between the reading and the writing transaction, so that no other write waits for it; whoever
    changes the report meanwhile makes this draft stale.
    """
    require_writer(actor, report.unit, report.campaign)
    require_draft(report)
    if report.revision != revision:
        raise Stale(_("这份报告刚被别人改过，请刷新后再生成。"))
    scope, uid = report_scope(report.campaign, report.unit, now, stage=report.stage), new_uid()
    with translation.override("zh-hans"):  # what is printed is Chinese, whatever language the office reads
        units = units_printed(report, children_of(report.unit))
        taking = take(scope, units)
        wanted = unknown_lines(report.campaign, scope, taking.figures, stage=report.stage_title)
        said = dict(report.unknowns.values_list("code", "explanation"))
        lines = [Line(one.text, said.get(one.code, "")) for one in wanted]
        composed = compose(report, taking, units, lines, scope=scope, now=now, version=uid)
    return _keep(report, revision, composed, taking, wanted, Version(uid=uid, as_of=now), actor, now)


@transaction.atomic
def _keep(
    report: Report, revision: int, composed: Composed, taking: Taking, wanted: list[Unknown], version: Version,
    actor: Reach, now: datetime,
) -> Version:  # fmt: skip
    report = lock_report(report, revision)
    require_draft(report)
    version.word = files.store([composed.word], name=f"{report.title}.docx", content_type=WORD_TYPE, now=now)
    version.report, version.made_at, version.made_by = report, now, actor.account
    version.number = next_number(report)
    version.save(force_insert=True)
    keep(version, taking.of(composed.printed))
    report.unknowns.exclude(code__in=[line.code for line in wanted]).delete()
    for line in wanted:
        UnknownLine.objects.update_or_create(report=report, code=line.code, defaults={"text": line.text})
    Report.objects.filter(pk=report.pk).update(sent_back_why="", revision=F("revision") + 1)
    audit.record(
        REPORT_DRAFTED, actor=actor.account, now=now, subject=report, unit=report.unit, version=version.number,
        file=version.word.sha256,
    )  # fmt: skip
    return version


@transaction.atomic
def explain(line: UnknownLine, *, text: str, actor: Reach, now: datetime) -> UnknownLine:
    """The head adds an explanation under a line of 附件1; the line itself stays.

    A draft that is just being drawn would lack it and becomes stale. A report lying before the signer goes back: it is
    signed with the explanation in it or not at all.
    """
    report = lock_report(line.report)
    if not (may_sign(actor, report) or may_write(actor, report)):
        raise Refused(_("只有“%(unit)s”的负责人或活动办公室可以说明。") % {"unit": report.unit.name})
    require_open(report)
    _refuse_typed_numbers(_("说明"), text)
    UnknownLine.objects.filter(pk=line.pk).update(explanation=text.strip()[:500], explained_by=actor.account)
    Report.objects.filter(pk=report.pk).update(state=Report.State.DRAFT, revision=F("revision") + 1)
    audit.record(UNKNOWN_EXPLAINED, actor=actor.account, now=now, subject=report, unit=report.unit, line=line.code)
    line.refresh_from_db()
    return line


def next_number(report: Report) -> int:
    """The number of a report's next version; asked while the report is locked."""
    return int(report.versions.aggregate(n=Max("number"))["n"] or 0) + 1


def _refuse_typed_numbers(where: str, text: str) -> None:
    """Numbers come from the books; one that a person types could not be opened."""
    typed = [found.text for found in bare_numbers(text)]
    if typed:
        raise Refused(
            _(
                "%(where)s里有手写数字“%(numbers)s”。报告中的数字应来自台账：这里请只写文字，数字由模板从台账引入；模板里没有的，请联系管理报告模板的人加上。"
            )
            % {"where": where, "numbers": "、".join(typed)}
        )
