"""The audit actions of held texts."""

from huiyin.core.audit import Action

TEXTS_HELD = Action("claim_audit.held", "导入待核对的文字材料")
TEXTS_READ = Action("claim_audit.read", "读取并核对文字材料")
CLAIM_CONFIRMED = Action("claim_audit.confirmed", "确认文字材料中一处数量说法的指标")
TEXT_WITHDRAWN = Action("claim_audit.withdrawn", "撤回文字材料")
TEXT_RECHECKED = Action("claim_audit.rechecked", "按现在的记录重新核对文字材料")
