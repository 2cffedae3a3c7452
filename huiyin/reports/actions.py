"""The audit actions of reports."""

from huiyin.core.audit import Action

REPORT_STARTED = Action("report.started", "新建报告")
REPORT_WORDED = Action("report.worded", "撰写报告正文")
REPORT_DRAFTED = Action("report.drafted", "生成报告稿")
REPORT_RETURNED = Action("report.returned", "交回修改稿")
REPORT_NOTED = Action("report.noted", "说明报告改动")
UNKNOWN_EXPLAINED = Action("report.explained", "负责人说明未掌握情况")
REPORT_TO_SIGN = Action("report.to_sign", "报告送签")
REPORT_SENT_BACK = Action("report.sent_back", "退回报告修改")
REPORT_ISSUED = Action("report.issued", "印发报告")
TEMPLATE_UPLOADED = Action("template.uploaded", "上传报告模板")
TEMPLATE_RETIRED = Action("template.retired", "停用报告模板")
TEMPLATE_RESTORED = Action("template.restored", "恢复报告模板")

ACTIONS = (
    REPORT_STARTED, REPORT_WORDED, REPORT_DRAFTED, REPORT_RETURNED, REPORT_NOTED, UNKNOWN_EXPLAINED, REPORT_TO_SIGN,
    REPORT_SENT_BACK, REPORT_ISSUED, TEMPLATE_UPLOADED, TEMPLATE_RETIRED, TEMPLATE_RESTORED,
)  # fmt: skip
