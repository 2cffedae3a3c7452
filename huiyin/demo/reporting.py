"""Act five: answers in public, the closing report in Word from the office's own template, signed by another person."""

from datetime import date
from pathlib import Path

from django.conf import settings

from huiyin.core import files
from huiyin.demo.closing_template import closing_template
from huiyin.demo.stage import Play, at
from huiyin.opinions import replying
from huiyin.opinions.models import Item
from huiyin.opinions.publicness import Checked
from huiyin.rectification.models import Measure
from huiyin.reports import drafting, issuing, templates
from huiyin.reports.models import Report, Template

ANSWERED = date(2014, 2, 7)
DRAWN, SIGNED = date(2014, 2, 8), date(2014, 2, 10)


def answer_in_public(play: Play) -> None:
    """意见办理情况: what came of each key item, written by one, checked by another, then shown to everybody."""
    office, second, count = play.cast("office", ANSWERED), play.cast("second", ANSWERED), 0
    for item in Item.objects.filter(campaign=play.campaign, key=True, removed=False).order_by("code"):
        reply = _what_came_of(item)
        if not reply:
            continue
        item = replying.draft_reply(
            item=item, reply=reply, revision=item.revision, actor=office, now=at(ANSWERED), today=ANSWERED
        )
        item = replying.check_reply(
            item=item, checked=Checked(True, True, True), revision=item.revision, actor=second, now=at(ANSWERED, 14)
        )
        replying.publish_reply(item=item, revision=item.revision, actor=office, now=at(ANSWERED, 15), today=ANSWERED)
        count += 1
    play.say(f"公开答复：{count} 条重点条目。")


def write_report(play: Play) -> Report:
    """Upload the office's template, draw the closing report from the records, send it to be signed, issue it."""
    office, head, campaign = play.cast("office", DRAWN), play.cast("head", SIGNED), play.campaign
    template = templates.upload_template(
        Template.Kind.CLOSING, name="总结报告（工委）", unit=play.top, data=closing_template(),
        file_name="总结报告模板.docx", actor=office, now=at(DRAWN, 9),
    )  # fmt: skip
    report = drafting.start_report(
        campaign, unit=play.top, kind=Template.Kind.CLOSING, title=f"{campaign.name}总结报告",
        addressee="省委党的群众路线教育实践活动领导小组", document_no="江直工〔2014〕5号", template=template, actor=office,
        now=at(DRAWN, 10),
    )  # fmt: skip
    drafting.draft(report, revision=report.revision, actor=office, now=at(DRAWN, 11))
    report.refresh_from_db()
    report = issuing.send_to_sign(report, revision=report.revision, actor=office, now=at(DRAWN, 15))
    report = issuing.issue(report, revision=report.revision, public=True, actor=head, now=at(SIGNED, 10), on=SIGNED)
    play.say(f"总结报告：《{report.title}》已印发，Word 文件在 {word_file(report)}。")
    return report


def word_file(report: Report) -> Path:
    """A copy of the issued Word where a visitor finds it."""
    version = issuing.issued_version(report)
    if version is None:
        raise SystemExit("报告没有印发。")
    path = Path(settings.DATA_DIR) / "demo" / "总结报告.docx"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(files.read(version.word))
    return path


def _what_came_of(item: Item) -> str:
    done = Measure.objects.filter(problem__items=item, state=Measure.State.CLOSED).order_by("code")
    lines = [progress.text for measure in done for progress in measure.progress.order_by("-pk")[:1]]
    return "".join(dict.fromkeys(lines))
