"""计票结果报告单: what was counted and what follows from it by the rules, for tellers and office to sign, in Word."""

from datetime import datetime

from django.utils.translation import gettext as _

from huiyin.ballots import coaching, public, rating
from huiyin.ballots.models import Ballot
from huiyin.ballots.presets import Preset, preset
from huiyin.ballots.results import Answered, Heads, heads, result
from huiyin.core.errors import Refused
from huiyin.eligibility import sampling
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
    unit, kind, counted = ballot.roll.unit.name, preset(ballot.preset), heads(ballot)
    blocks: list[Block] = [Paragraph(runs(_asked(ballot, counted) if kind.weights else _turnout(ballot, counted)))]
    blocks += [Paragraph(runs(sentence)) for sentence in _drawn(ballot)]
    for answered in result(ballot):
        table = _survey(answered, kind, counted, unit) if answered.lines else _table(answered, unit)
        blocks += [Heading(1, runs(answered.question.title)), table]
        blocks += [Paragraph(runs(sentence)) for sentence in answered.sentences]
    blocks += [Paragraph(runs(sentence)) for sentence in coaching.sentences(ballot.signs)]
    if ballot.note:
        blocks.append(Paragraph(runs(ballot.note)))
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
    found = public.released(ballot)
    if found is not None:
        blocks.append(Paragraph(runs(_("公开页公布结果的校验码：%(check)s。") % {"check": found.check})))
    document = OfficialDocument(
        title=_("%(title)s计票结果报告单") % {"title": ballot.roll.title}, blocks=tuple(blocks), signature=unit,
        date=ballot.certified_on,
    )  # fmt: skip
    try:
        return render(document, written_at=written_at)
    except DocumentError as error:
        raise Refused(str(error)) from error


def _asked(ballot: Ballot, counted: Heads) -> str:
    return _("被评单位：%(rated)s。应发 %(due)d 份，发出 %(issued)d 份，收回 %(returned)d 份，收回率 %(share)s（收回÷发出）。") % {
        "rated": ballot.rated.name if ballot.rated else "—",
        "due": counted.listed, "issued": counted.issued, "returned": counted.returned,
        "share": rating.returned_share(counted.returned, counted.issued),
    }  # fmt: skip


def _drawn(ballot: Ballot) -> list[str]:
    """How those asked were drawn by lot, for anybody to draw again."""
    found = sampling.of_roll(ballot.uid)
    if found is None:
        return []
    said = [
        _("参加的人由系统从 %(n)d 人中抽取%(strata)s；名单校验码 %(digest)s。")
        % {
            "n": found.people, "digest": found.frame_digest,
            "strata": _("（按单位分层，等比例）") if found.stratified else "",
        }
    ]  # fmt: skip
    for one in found.draws.exclude(drawn_on=None).order_by("number"):
        said.append(
            _("第 %(n)d 次抽 %(size)d 人：公开数值“%(source)s”为“%(value)s”，种子 %(seed)s，抽中名单校验码 %(drawn)s。")
            % {
                "n": one.number, "size": one.size, "source": one.source, "value": one.value, "seed": one.seed,
                "drawn": one.drawn_digest,
            }
        )  # fmt: skip
    return said


def _survey(answered: Answered, kind: Preset, counted: Heads, unit: str) -> Table:
    """Indicators, classes and all; issued, returned and valid beside every figure."""
    question, tally = answered.question, answered.tally
    rows = []
    for line in answered.lines:
        found = line.found
        cells = [
            line.name if line.level != "indicator" else f"　{line.name}",
            str(found.index) if found.index is not None else "—",
            f"{found.rate}%" if found.rate is not None else "—",
            str(found.valid), str(counted.returned), str(counted.issued), str(counted.listed),
            *(str(n) for n in line.marks),
        ]  # fmt: skip
        rows.append(tuple(runs(cell) for cell in cells))
    headings = [
        _("指标"), _("满意度指数"), _("满意率"), _("有效"), _("收回"), _("发出"), _("应发"), *question.options,
    ]  # fmt: skip
    return Table(
        title=_("%(title)s统计表") % {"title": question.title},
        columns=tuple(Column(heading, "left" if n == 0 else "right") for n, heading in enumerate(headings)),
        rows=tuple(rows),
        unit_note=_("单位：份（指数：分）"),
        footnote=_("有效票 %(valid)d 张，无效票 %(invalid)d 张。%(definition)s")
        % {"valid": tally.valid, "invalid": tally.invalid, "definition": rating.definition(kind.options, kind.weights)},
        signature_line=SignatureLine(unit=unit),
    )


def _turnout(ballot: Ballot, counted: Heads) -> str:
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
    rows = []
    for n, subject in enumerate(question.subjects):
        name = f"{question.groups[n]}：{subject}" if question.groups else subject
        cells = [name, *(str(count) for count in tally.marks[n])]
        rows.append(tuple(runs(cell) for cell in cells))
    for name, votes in answered.others:
        blank = ["—"] * (len(question.options) - 1)
        rows.append(tuple(runs(cell) for cell in [_("%(name)s（另选）") % {"name": name}, str(votes), *blank]))
    headings = [_("对象"), *question.options]
    return Table(
        title=_("%(title)s计票表") % {"title": question.title},
        columns=tuple(Column(heading, "left" if n == 0 else "right") for n, heading in enumerate(headings)),
        rows=tuple(rows),
        unit_note=_("单位：票"),
        footnote=_("有效票 %(valid)d 张，无效票 %(invalid)d 张。") % {"valid": tally.valid, "invalid": tally.invalid},
        signature_line=SignatureLine(unit=unit),
    )
