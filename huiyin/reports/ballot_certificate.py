"""计票结果报告单: what was counted and what follows from it by the rules, for tellers and office to sign, in Word."""

from datetime import datetime

from django.utils.translation import gettext as _

from huiyin.ballots.models import Ballot
from huiyin.ballots.presets import preset
from huiyin.ballots.results import Answered, heads, result
from huiyin.core.errors import Refused
from huiyin.reports.word.document import (
    Block,
    Column,
    DocumentError,
    Heading,
    OfficialDocument,
    Paragraph,
    SignatureLine,
    Table,
    runs,
)
from huiyin.reports.word.render import render


def certificate_word(ballot: Ballot, *, written_at: datetime) -> bytes:
    """The certificate of a certified result."""
    if ballot.certified_on is None:
        raise Refused(_("结果确认以后才有计票结果报告单。"))
    unit = ballot.roll.unit.name
    blocks: list[Block] = [Paragraph(runs(_turnout(ballot)))]
    for answered in result(ballot):
        blocks += [Heading(1, runs(answered.question.title)), _table(answered, unit)]
        blocks += [Paragraph(runs(sentence)) for sentence in answered.sentences]
    if ballot.note:
        blocks.append(Paragraph(runs(ballot.note)))
    kind = preset(ballot.preset)
    blocks.append(
        Paragraph(runs(_("规则：%(source)s，版本 %(edition)s。") % {"source": kind.source, "edition": ballot.edition}))
    )
    if kind.unconfirmed:
        blocks.append(Paragraph(runs(_("待确认：%(what)s。") % {"what": kind.unconfirmed})))
    tellers = "、".join(one.person.name for one in ballot.tellers.select_related("person").order_by("number"))
    blocks.append(Paragraph(runs(_("监票人：%(names)s（签名）") % {"names": tellers})))
    if ballot.electronic:
        blocks.append(
            Paragraph(
                runs(
                    _(
                        "选票题目校验码：%(digest)s。每张电子选票的校验码公布在投票公示板上，投票人可以自行核对是否在内。"
                    )
                    % {"digest": ballot.form_digest}
                )
            )
        )
    document = OfficialDocument(
        title=_("%(title)s计票结果报告单") % {"title": ballot.roll.title}, blocks=tuple(blocks), signature=unit,
        date=ballot.certified_on,
    )  # fmt: skip
    try:
        return render(document, written_at=written_at)
    except DocumentError as error:
        raise Refused(str(error)) from error


def _turnout(ballot: Ballot) -> str:
    counted = heads(ballot)
    written = ballot.heads.get("written", 0)
    return _(
        "名册 %(listed)d 人，应到会有表决权 %(due)d 人，到会（含领取电子凭证）%(present)d 人%(written)s；"
        "发出选票 %(issued)d 张，收回 %(returned)d 张。"
    ) % {
        "listed": counted.listed, "due": counted.due, "present": counted.present, "issued": counted.issued,
        "returned": counted.returned,
        "written": _("，会前提交书面意见 %(n)d 人") % {"n": written} if written else "",
    }  # fmt: skip


def _table(answered: Answered, unit: str) -> Table:
    question, tally = answered.question, answered.tally
    index = bool(answered.indices)
    rows = []
    for n, subject in enumerate(question.subjects):
        name = f"{question.groups[n]}：{subject}" if question.groups else subject
        cells = [name, *(str(count) for count in tally.marks[n])]
        if index:
            one = answered.indices[n]
            cells += [str(one.index or "—"), f"{one.rate}%" if one.rate is not None else "—", str(one.valid)]
        rows.append(tuple(runs(cell) for cell in cells))
    for name, votes in answered.others:
        blank = ["—"] * (len(question.options) - 1)
        rows.append(tuple(runs(cell) for cell in [_("%(name)s（另选）") % {"name": name}, str(votes), *blank]))
    headings = [_("对象"), *question.options]
    if index:
        headings += [_("满意度（满分 100）"), _("满意率（很满意＋满意）"), _("有效份数")]
    return Table(
        title=_("%(title)s计票表") % {"title": question.title},
        columns=tuple(Column(heading, "left" if n == 0 else "right") for n, heading in enumerate(headings)),
        rows=tuple(rows),
        unit_note=_("单位：票"),
        footnote=_("有效票 %(valid)d 张，无效票 %(invalid)d 张。") % {"valid": tally.valid, "invalid": tally.invalid},
        signature_line=SignatureLine(unit=unit),
    )
