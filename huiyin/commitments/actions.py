"""The audit actions of declarations and commitments. No line holds what was handed in."""

from huiyin.core.audit import Action

CALLED = Action("commitments.called", "发出承诺或报告通知")
HANDED_IN = Action("commitments.handed_in", "提交承诺或报告")
HANDED_IN_MANY = Action("commitments.handed_in_many", "成批代交承诺或报告")
OPENED = Action("commitments.opened", "查看事项报告内容")
CLOSED = Action("commitments.closed", "承诺或报告收齐记账")
EXTENDED = Action("commitments.extended", "承诺或报告延期")
WITHDRAWN = Action("commitments.withdrawn", "撤回承诺或报告通知")
PUBLISHED = Action("commitments.published", "公示收齐的承诺")

ACTIONS = (CALLED, HANDED_IN, HANDED_IN_MANY, OPENED, CLOSED, EXTENDED, WITHDRAWN, PUBLISHED)
