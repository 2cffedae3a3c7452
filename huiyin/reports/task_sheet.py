"""整改任务书 and the circular of an accountability, as official documents in Word. They print no figures, only words."""

from collections.abc import Sequence
from datetime import date, datetime

from django.utils.translation import gettext as _

from huiyin.campaigns.models import Campaign
from huiyin.core.dates import chinese_date
from huiyin.core.errors import Refused
from huiyin.rectification.models import Accountability, Measure
from huiyin.reports.word.document import (
    Attachment,
    Cell,
    Column,
    DocumentError,
    OfficialDocument,
    Paragraph,
    SignatureLine,
    Table,
    runs,
)
from huiyin.reports.word.render import render

_COLUMNS = (
    "问题",
    "整改措施",
    "整改目标",
    "牵头领导",
    "责任单位和岗位",
    "整改类型",
    "路线图与时间表",
    "完成时限",
    "备注",
)


def task_sheet_word(
    campaign: Campaign, measures: Sequence[Measure], *, issued_on: date, written_at: datetime
) -> bytes:  # fmt: skip
    """The task sheet: a covering notice and the table of measures on a page turned sideways."""
    if not measures:
        raise Refused(_("还没有可以列入任务书的措施。请先拟定措施。"))
    organ = campaign.unit.name
    table = Table(
        title=_("%(campaign)s整改任务书") % {"campaign": campaign.name},
        columns=tuple(Column(heading) for heading in _COLUMNS),
        rows=tuple(_row(measure) for measure in measures),
        signature_line=SignatureLine(unit=organ, date=chinese_date(issued_on)),
    )
    document = OfficialDocument(
        title=_("关于印发《%(campaign)s整改任务书》的通知") % {"campaign": campaign.name},
        addressee=_("各责任单位"),
        blocks=(
            Paragraph(runs(_("现将《%(campaign)s整改任务书》印发给你们，请认真抓好落实。") % {"campaign": campaign.name})),
            Paragraph(
                runs(
                    _(
                        "责任落实到岗位，岗位人员变动的，由接任的同志继续负责。完成后申请销号，经单位负责人审签、"
                        "牵头领导审定、另一人检查，并问过提意见的群众，方可销号；群众评价没有解决的，重开整改。"
                    )
                )
            ),
        ),
        attachments=(Attachment(number=None, title=_("整改任务书"), blocks=(table,), landscape=True),),
        signature=organ, date=issued_on, reconstruction_label=campaign.reconstruction,
    )  # fmt: skip
    return _rendered(document, written_at)


def circular_word(case: Accountability, *, written_at: datetime) -> bytes:
    """通报 of both steps of an accountability."""
    if case.leader is None or case.leader_on is None or case.circular_on is None:
        raise Refused(_("问责还没有追溯到分管领导，不能印发通报。"))
    measure, organ = case.measure, case.measure.problem.unit.name
    words = {
        "campaign": measure.campaign.name, "unit": measure.unit.name, "code": measure.code,
        "measure": measure.statement.rstrip("。；"), "why": case.why.rstrip("。"),
        "who": f"{case.responsible.unit.name}{case.responsible.name}", "on": chinese_date(case.responsible_on),
        "leader": f"{case.leader.unit.name}{case.leader.name}", "leader_on": chinese_date(case.leader_on),
    }  # fmt: skip
    document = OfficialDocument(
        title=_("关于整改责任追究情况的通报"),
        document_number=case.circular_no,
        addressee=_("各单位"),
        blocks=(
            Paragraph(runs(_("在%(campaign)s整改落实中，%(unit)s承担的整改措施“%(measure)s”（编号%(code)s），%(why)s。") % words)),
            Paragraph(runs(_("经研究，%(on)s对直接责任人%(who)s予以责任追究，%(leader_on)s追究分管领导%(leader)s的责任。现予通报。") % words)),
            Paragraph(runs(_("各单位要引以为戒，对照整改任务书逐条检查，落实到岗到人，结果由群众评价。"))),
        ),
        signature=organ, date=case.circular_on, reconstruction_label=measure.campaign.reconstruction,
    )  # fmt: skip
    return _rendered(document, written_at)


def _row(measure: Measure) -> tuple[Cell, ...]:
    route = "；".join(step.text for step in measure.steps.all())
    return tuple(
        runs(text)
        for text in (
            f"{measure.problem.code} {measure.problem.statement}",
            f"{measure.code} {measure.statement}",
            measure.goal or "—",
            str(measure.lead_post),
            str(measure.post),
            str(Measure.Term(measure.term).label),
            route or "—",
            chinese_date(measure.due_on) if measure.due_on else "—",
            _("拟定，尚未下达") if measure.state == Measure.State.DRAFT else "",
        )
    )


def _rendered(document: OfficialDocument, written_at: datetime) -> bytes:
    try:
        return render(document, written_at=written_at)
    except DocumentError as error:
        raise Refused(str(error)) from error
