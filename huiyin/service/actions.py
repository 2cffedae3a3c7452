"""The audit actions of service. No line holds the name of anybody who was helped."""

from huiyin.core.audit import Action

PROMISED = Action("service.promised", "登记答应群众的事")
EXTENDED = Action("service.extended", "延长答应群众的事的期限")
FINISHED = Action("service.finished", "登记答应群众的事的办理结果")
TOLD = Action("service.told", "登记已告知本人")
RELIEF_ENTERED = Action("service.relief_entered", "登记帮扶名单")
RELIEF_OPENED = Action("service.relief_opened", "查看帮扶名单姓名")
RELIEF_ERASED = Action("service.relief_erased", "到期清除帮扶名单姓名")
VOLUNTEERS_ENTERED = Action("service.volunteers_entered", "登记志愿服务名单")
VOLUNTEERS_TAKEN_BACK = Action("service.volunteers_taken_back", "撤回志愿服务名单")
CERTIFIED = Action("service.certified", "出具志愿服务记录证明")

ACTIONS = (
    PROMISED, EXTENDED, FINISHED, TOLD, RELIEF_ENTERED, RELIEF_OPENED, RELIEF_ERASED, VOLUNTEERS_ENTERED,
    VOLUNTEERS_TAKEN_BACK, CERTIFIED,
)  # fmt: skip
