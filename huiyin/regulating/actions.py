"""The audit actions of regulations. No line holds the words of a text."""

from huiyin.core.audit import Action

ENTERED = Action("regulating.entered", "登记制度")
AMENDED = Action("regulating.amended", "修改制度登记")
DECIDED = Action("regulating.decided", "登记清理结论")
FINISHED = Action("regulating.finished", "登记制度新文本印发")
WITHDRAWN = Action("regulating.withdrawn", "撤回清理结论")
REASSESSED = Action("regulating.reassessed", "制度重新评估")
TEXT_ADDED = Action("regulating.text_added", "补录制度文本")
READ_ASKED = Action("regulating.read_asked", "列入应读名单")
READ = Action("regulating.read", "登记已读制度")
MADE_PUBLIC = Action("regulating.made_public", "核对并公开制度")
TAKEN_BACK = Action("regulating.taken_back", "撤回公开制度")

ACTIONS = (
    ENTERED, AMENDED, DECIDED, FINISHED, WITHDRAWN, REASSESSED, TEXT_ADDED, READ_ASKED, READ, MADE_PUBLIC, TAKEN_BACK,
)  # fmt: skip
