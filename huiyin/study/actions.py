"""What study writes into the audit chain: codes and counts, never a name."""

from huiyin.core.audit import Action

PLANNED = Action("study.planned", "登记学习")
AMENDED = Action("study.amended", "修改学习安排")
LISTED = Action("study.listed", "列入参学人员")
UNLISTED = Action("study.unlisted", "移出参学人员")
MARKED = Action("study.marked", "登记缺席人员")
SIGNED = Action("study.signed", "签认学习")
CORRECTED = Action("study.corrected", "更正参学记录")
VOIDED = Action("study.voided", "作废学习记录")
ASKED = Action("study.correction_asked", "本人申请更正参学记录")
ANSWERED = Action("study.correction_answered", "答复参学记录更正申请")
HANDED_IN = Action("study.handed_in", "登记学习成果")
WITHDRAWN = Action("study.work_withdrawn", "撤回学习成果")
REQUIRED = Action("study.required", "规定学习要求")
UNREQUIRED = Action("study.unrequired", "撤销学习要求")
HANDED_OUT = Action("study.handed_out", "发放学习资料")
READ = Action("study.read", "登记学习资料已读")
