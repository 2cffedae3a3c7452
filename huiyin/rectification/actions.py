"""The audit actions of rectification."""

from huiyin.core.audit import Action

PROBLEM_ADDED = Action("problem.added", "登记问题")
PROBLEM_AMENDED = Action("problem.amended", "修改问题或其对应条目")
PROBLEM_CONFIRMED = Action("problem.confirmed", "确认问题")
PROBLEM_SETTLED = Action("problem.settled", "说明问题去向")
MEASURE_DRAFTED = Action("measure.drafted", "拟定整改措施")
MEASURE_AMENDED = Action("measure.amended", "修改拟定的整改措施")
MEASURE_ISSUED = Action("measure.issued", "下达整改措施")
MEASURE_VOIDED = Action("measure.voided", "作废整改措施")
MEASURE_SETTLED = Action("measure.settled", "说明措施断点的去向")
MEASURE_MOVED = Action("measure.moved", "整改措施办理")
EVIDENCE_ADDED = Action("evidence.added", "上传佐证")
EVIDENCE_WITHDRAWN = Action("evidence.withdrawn", "撤回佐证")
EXTENSION_ASKED = Action("extension.asked", "申请延期")
EXTENSION_DECIDED = Action("extension.decided", "审批延期")
CHECKED = Action("measure.checked", "检查整改措施")
SAMPLED = Action("asking.sampled", "登记现场抽样询问")
ASKINGS_SETTLED = Action("asking.settled", "汇总群众评价")
LOOKED_BACK = Action("measure.looked_back", "回头看")
HELD_TO_ACCOUNT = Action("measure.accountability", "问责")
TASK_SHEET_STAGED = Action("task_sheet.staged", "上传整改任务书")
TASK_SHEET_DISCARDED = Action("task_sheet.discarded", "放弃导入整改任务书")
TASK_SHEET_EXPIRED = Action("task_sheet.expired", "待确认的整改任务书逾期，自动放弃")
TASK_SHEET_REMOVED = Action("task_sheet.removed", "删除已导入整改任务书的原表")
TASK_SHEET_IMPORTED = Action("measure.imported", "导入整改任务书")
FEEDBACK_WRITTEN = Action("feedback.written", "填写现场反馈单")
FEEDBACK_CONFIRMED = Action("feedback.confirmed", "确认现场反馈单")
CAMPAIGN_ARCHIVED = Action("campaign.archived", "活动归档")

ACTIONS = (
    PROBLEM_ADDED, PROBLEM_AMENDED, PROBLEM_CONFIRMED, PROBLEM_SETTLED, MEASURE_DRAFTED, MEASURE_AMENDED,
    MEASURE_ISSUED, MEASURE_VOIDED, MEASURE_SETTLED, MEASURE_MOVED, EVIDENCE_ADDED, EVIDENCE_WITHDRAWN,
    EXTENSION_ASKED, EXTENSION_DECIDED, CHECKED, SAMPLED, ASKINGS_SETTLED, LOOKED_BACK, HELD_TO_ACCOUNT,
    TASK_SHEET_STAGED, TASK_SHEET_DISCARDED, TASK_SHEET_EXPIRED, TASK_SHEET_REMOVED, TASK_SHEET_IMPORTED,
    FEEDBACK_WRITTEN, FEEDBACK_CONFIRMED, CAMPAIGN_ARCHIVED,
)  # fmt: skip
