"""The audit actions of gatherings. No line holds who talked with whom, and none a word of a material."""

from huiyin.core.audit import Action

TALKS_DRAWN_UP = Action("talks.drawn_up", "拟定谈心安排")
PAIR_ADDED = Action("talks.pair_added", "补列谈心对子")
PAIR_STRUCK = Action("talks.pair_struck", "划去谈心对子")
TALK_TICKED = Action("talks.ticked", "登记谈过")
TALK_UNDONE = Action("talks.undone", "撤回谈过的登记")
TALKS_IMPORTED = Action("talks.imported", "批量登记谈过")
MATERIALS_BEGUN = Action("materials.begun", "布置对照检查材料")
IN_CHARGE_CHANGED = Action("materials.in_charge_changed", "更换对照检查材料经办人")
MATERIAL_HANDED_IN = Action("material.handed_in", "对照检查材料交稿")
MATERIAL_READ = Action("material.read", "互阅对照检查材料")
MATERIAL_PASSED = Action("material.passed", "同意对照检查材料")
MATERIAL_RETURNED = Action("material.returned", "退回对照检查材料")
MATERIAL_ERASED = Action("material.erased", "清除对照检查材料文字")
MEETING_PREPARED = Action("life_meeting.prepared", "筹备专题民主生活会")
MEETING_NOTICED = Action("life_meeting.noticed", "会前报告上级")
GATE_TICKED = Action("life_meeting.gate_ticked", "确认会前条件")
GATES_WAIVED = Action("life_meeting.waived", "特批召开专题民主生活会")
MEETING_OPENED = Action("life_meeting.opened", "召开专题民主生活会")
MEETING_CONCLUDED = Action("life_meeting.concluded", "登记会议决定")
MEETING_CALLED_OFF = Action("life_meeting.called_off", "取消专题民主生活会")
MEETING_REPORTED = Action("life_meeting.reported", "会后报告上级")
MEETING_CIRCULATED = Action("life_meeting.circulated", "通报专题民主生活会情况")
PROMISED = Action("life_meeting.promised", "列入会上承诺的措施")
BRANCH_MET = Action("branch.met", "登记支部会议")

ACTIONS = (
    TALKS_DRAWN_UP, PAIR_ADDED, PAIR_STRUCK, TALK_TICKED, TALK_UNDONE, TALKS_IMPORTED, MATERIALS_BEGUN,
    IN_CHARGE_CHANGED, MATERIAL_HANDED_IN, MATERIAL_READ, MATERIAL_PASSED, MATERIAL_RETURNED, MATERIAL_ERASED,
    MEETING_PREPARED, MEETING_NOTICED, GATE_TICKED, GATES_WAIVED, MEETING_OPENED, MEETING_CONCLUDED,
    MEETING_CALLED_OFF, MEETING_REPORTED, MEETING_CIRCULATED, PROMISED, BRANCH_MET,
)  # fmt: skip
