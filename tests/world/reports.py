"""The reports part: a bulletin in draft, one issued in public, a template."""

from pathlib import Path

from huiyin.conftest import County
from huiyin.reports import drafting, issuing, templates
from huiyin.reports.models import Report, Template
from tests.world.keywords import Arguments, uid_of


def things(county: County, folder: Path) -> dict[str, Arguments]:
    """东局's bulletin in draft, and one issued in public by its head; a template of 东局."""
    office, now = county.reach("office"), county.now
    template = templates.upload_template(
        Template.Kind.BULLETIN, name="东局简报", unit=county.east, data=templates.shipped(Template.Kind.BULLETIN),
        file_name="简报.docx", actor=office, now=now,
    )  # fmt: skip
    draft = _drawn(county)
    version = draft.versions.get()
    return {
        "reports_": uid_of(draft), "reports_list": {}, "reports_new": {}, "reports_templates": {},
        "reports_template_shipped": {"kind": "bulletin"}, "reports_template_word": uid_of(template),
        "reports_template_retire": uid_of(template), "reports_template_restore": uid_of(template),
        "reports_words": uid_of(draft), "reports_read": uid_of(version), "reports_compare": uid_of(version), "reports_word": uid_of(version),
        "portal_report_word": uid_of(issued := _issued(county)), "portal_report_pdf": uid_of(issued),
        "reports_pdf": uid_of(version), "reports_task_sheet_pdf": {"uid": county.campaign.uid},
    }  # fmt: skip


def _drawn(county: County) -> Report:
    office, now = county.reach("office"), county.now
    report = drafting.start_report(
        county.campaign, unit=county.east, kind="bulletin", title="东局简报", addressee="各单位", document_no="",
        template=None, actor=office, now=now,
    )  # fmt: skip
    drafting.draft(report, revision=report.revision, actor=office, now=now)
    report.refresh_from_db()
    return report


def _issued(county: County) -> Report:
    report, now = _drawn(county), county.now
    report = issuing.send_to_sign(report, revision=report.revision, actor=county.reach("office"), now=now)
    return issuing.issue(
        report, revision=report.revision, public=True, actor=county.reach("east_head"), now=now, on=county.today
    )
