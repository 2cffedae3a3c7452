"""志愿服务记录证明 as a Word file: what one unit recorded of one person, and that the hours are by their own word."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.core.clock import local_date
from huiyin.core.dates import chinese_date
from huiyin.reports.word.document import Column, OfficialDocument, Paragraph, Table, runs
from huiyin.reports.word.render import render
from huiyin.service.volunteering import Certificate

KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
BASIS = gettext_lazy(
    "依据《志愿服务条例》第十九条，证明依据志愿服务记录如实出具，不收费。时长由本人如实报，没有用设备核验，不作考核依据。"
)


def word(found: Certificate, now: datetime) -> bytes:
    """The certificate; sealed by hand once printed."""
    told = _(
        "兹证明%(unit)s%(name)s参加本单位组织的志愿服务 %(n)d 次，服务时长合计 %(hours)s 小时（本人自报），记录如下。"
    )
    heads = (_("日期"), _("活动"), _("服务内容"), _("地点"), _("时长（小时，自报）"))
    rows = tuple(
        tuple(runs(cell) for cell in (chinese_date(one.list.held_on), one.list.name, one.list.content,
                                      one.list.place or "—", f"{one.hours}"))
        for one in found.rows
    )  # fmt: skip
    document = OfficialDocument(
        title=_("志愿服务记录证明"), date=local_date(now), signature=found.unit.name, sealed=True,
        blocks=(
            Paragraph(runs(told % {
                "unit": found.person.unit.name, "name": found.person.name, "n": len(found.rows), "hours": found.hours,
            })),
            Table(title=_("志愿服务记录"), columns=tuple(Column(head) for head in heads), rows=rows),
            Paragraph(runs(str(BASIS))),
        ),
    )  # fmt: skip
    return render(document, written_at=now)
