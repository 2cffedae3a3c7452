"""What the audit chain records of consolidating with the machine's help."""

from huiyin.core.audit import Action

ASKED = Action("consolidating.asked", "请机器提出归并建议")
PROPOSED = Action("consolidating.proposed", "机器提出归并建议")
DECIDED = Action("consolidating.step", "办理归并建议")
TAKEN_BACK = Action("consolidating.undone", "撤销对归并建议的办理")
LOOKED = Action("consolidating.looked", "逐条看过意见")
DRAWN = Action("consolidating.drawn", "抽查归并结果")
JUDGED = Action("consolidating.judged", "判断抽查的意见")
TABLE_TAKEN = Action("consolidating.categories", "导入类别表")
