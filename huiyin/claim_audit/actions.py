"""The audit actions of held texts."""

from huiyin.core.audit import Action

TEXTS_HELD = Action("claim_audit.held", "导入待核对的文字材料")
TEXTS_READ = Action("claim_audit.read", "读取并核对文字材料")
READING_TAKEN_UP = Action("claim_audit.taken_up", "把一批文字材料没有读完或读不了的再读一次")
CLAIM_CONFIRMED = Action("claim_audit.confirmed", "确认文字材料中一处数量说法的指标")
TEXT_WITHDRAWN = Action("claim_audit.withdrawn", "撤回文字材料")
TEXT_RECHECKED = Action("claim_audit.rechecked", "按现在的记录重新核对文字材料")
CLAIM_DECIDED = Action("claim_audit.decided", "决定把系统认为无法核对的一处说法照样核对")
DECISION_TAKEN_BACK = Action("claim_audit.decision_taken_back", "收回照样核对的决定")
TEXT_MOVED = Action("claim_audit.moved", "改变文字材料对照的单位")
ERASURE_REQUESTED = Action("claim_audit.erasure_requested", "申请依法删除文字材料")
TEXT_ERASED = Action("claim_audit.erased", "依法删除文字材料")
ERASURE_DECLINED = Action("claim_audit.erasure_declined", "不同意依法删除文字材料")
