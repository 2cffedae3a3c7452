"""关于开展××活动的通知: made from an approved plan for the units that take part. It prints no figures, only words and dates."""

from collections.abc import Sequence
from datetime import date, datetime

from django.utils.translation import gettext as _

from huiyin.campaigns.models import Action, Campaign, Stage
from huiyin.campaigns.pasted import numbered
from huiyin.core.dates import chinese_date
from huiyin.core.errors import Refused
from huiyin.organisation.models import Unit
from huiyin.reports.word.document import (
    Attachment,
    Block,
    Cell,
    Column,
    DocumentError,
    Heading,
    OfficialDocument,
    Paragraph,
    Table,
    runs,
)
from huiyin.reports.word.render import render

# GB/T 9704 §7.3.2: addressees so many that the first page has no room for text go elsewhere. Seven lines of 28 signs.
_ADDRESSEES_MOST = 196


def notice_word(
    campaign: Campaign, *, stages: Sequence[Stage], actions: Sequence[Action], units: Sequence[Unit], issued_on: date,
    written_at: datetime,
) -> bytes:  # fmt: skip
    """The notice in Word; `units` are those that take part, in official order. Its number is left for the office."""
    if campaign.state == Campaign.State.DRAFT:
        raise Refused(_("方案还没有批准，不能制发通知。请先批准方案。"))
    if not actions:
        raise Refused(_("方案里没有动作，不能制发通知。"))
    if not units:
        raise Refused(_("还没有下达到单位，通知没有主送机关。请先下达到单位。"))
    organ = campaign.unit.name
    document = OfficialDocument(
        title=notice_title(campaign),
        organ_mark=_("%(unit)s文件") % {"unit": organ},
        document_number=f"〔{issued_on.year}〕　　号",
        addressee=_addressee([unit for unit in units if unit.pk != campaign.unit_id] or units),
        blocks=tuple(_body(campaign, stages)),
        attachments=(
            Attachment(number=1, title=_("动作安排表"), blocks=(_table_of(actions),), landscape=True),
            Attachment(number=2, title=_("参加单位名单"), blocks=(_list_of(units),)),
        ),
        signature=organ, date=issued_on, reconstruction_label=campaign.reconstruction,
    )  # fmt: skip
    try:
        return render(document, written_at=written_at)
    except DocumentError as error:
        raise Refused(str(error)) from error


def notice_title(campaign: Campaign) -> str:
    """What the notice and its file are called."""
    return _("关于开展%(campaign)s的通知") % {"campaign": _called(campaign)}


def _called(campaign: Campaign) -> str:
    """The campaign as a title names it: 作风建设年活动, 群众路线教育实践活动."""
    name = campaign.name.strip()
    return name if name.endswith(("活动", "教育", "行动", "工作")) else _("%(campaign)s活动") % {"campaign": name}


def _addressee(units: Sequence[Unit]) -> str:
    """In full, or by the short name the organisation uses (规范化简称)."""
    names = "、".join(str(unit) for unit in units)
    return names if len(names) <= _ADDRESSEES_MOST else _("各参加单位（名单见附件2）")


def _body(campaign: Campaign, stages: Sequence[Stage]) -> list[Block]:
    organ = campaign.unit.name
    blocks: list[Block] = [Paragraph(runs(_opening(campaign)))]
    blocks.append(Heading(1, runs(_("时间安排"))))
    if stages:
        for stage in stages:
            blocks.append(Heading(2, runs(_titled(stage))))
            blocks.append(Paragraph(runs(_span_of(stage) + (_full_stop(stage.task) if stage.task else ""))))
    else:
        blocks.append(Paragraph(runs(_("活动不划分环节，各项动作贯通推进，完成时限见附件1。"))))
    blocks.append(Heading(1, runs(_("主要动作"))))
    blocks.append(
        Paragraph(
            runs(_("各项动作的内容、完成时限和牵头单位见附件1。牵头单位负责组织协调，各参加单位按要求抓好落实。"))
        )
    )
    blocks.append(Heading(1, runs(_("有关要求"))))
    words = _("请各参加单位（名单见附件2）按照附件1列明的内容和时限组织实施，办理情况及时填报。")
    more = _("结合本单位实际需要调整的，说明理由，报%(unit)s。") % {"unit": organ}
    blocks.append(Paragraph(runs(words, more)))
    return blocks


def _opening(campaign: Campaign) -> str:
    said = {
        "unit": campaign.unit.name, "campaign": _called(campaign), "begin": chinese_date(campaign.begins_on),
        "end": chinese_date(campaign.ends_on) if campaign.ends_on else "", "theme": campaign.theme.strip("“”"),
    }  # fmt: skip
    match (bool(campaign.ends_on), bool(campaign.theme)):
        case True, True:
            return (
                _("%(unit)s决定，自%(begin)s至%(end)s，以“%(theme)s”为主题开展%(campaign)s。现将有关事项通知如下。")
                % said
            )
        case True, False:
            return _("%(unit)s决定，自%(begin)s至%(end)s开展%(campaign)s。现将有关事项通知如下。") % said
        case False, True:
            return _("%(unit)s决定，自%(begin)s起，以“%(theme)s”为主题开展%(campaign)s。现将有关事项通知如下。") % said
        case _:
            return _("%(unit)s决定，自%(begin)s起开展%(campaign)s。现将有关事项通知如下。") % said


def _titled(stage: Stage) -> str:
    """A stage's name without a number of its own: the headings are numbered by the system."""
    return numbered(stage.name).words or stage.name


def _span_of(stage: Stage) -> str:
    match stage.begins_on, stage.ends_on:
        case date() as begins, date() as ends:
            return _("%(begin)s至%(end)s。") % {"begin": chinese_date(begins), "end": chinese_date(ends)}
        case date() as begins, None:
            return _("从%(begin)s开始。") % {"begin": chinese_date(begins)}
        case None, date() as ends:
            return _("到%(end)s结束。") % {"end": chinese_date(ends)}
        case _:
            return "" if stage.task else _("时间另行通知。")


def _table_of(actions: Sequence[Action]) -> Table:
    headings = (_("环节"), _("动作"), _("内容要求"), _("完成时限"), _("牵头"), _("备注"))
    return Table(title="", columns=tuple(Column(heading) for heading in headings), rows=tuple(map(_row, actions)))


def _row(action: Action) -> tuple[Cell, ...]:
    lead = "".join(filter(None, (action.lead_unit.name if action.lead_unit else "", action.lead_title)))
    kind = "" if action.kind == Action.Kind.SET else str(Action.Kind(action.kind).label)
    return tuple(
        runs(text)
        for text in (
            action.stage.name if action.stage else "—",
            action.name,
            action.requirement or "—",
            chinese_date(action.due_on) if action.due_on else "—",
            lead or "—",
            kind,
        )
    )


def _list_of(units: Sequence[Unit]) -> Table:
    rows = tuple((runs(unit.name), runs("")) for unit in units)
    return Table(title="", columns=(Column(_("单位")), Column(_("备注"))), rows=rows)


def _full_stop(text: str) -> str:
    text = text.strip()
    return text if text.endswith(("。", "！", "？")) else f"{text}。"
