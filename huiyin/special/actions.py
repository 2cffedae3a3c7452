"""The audit actions of special rectification."""

from huiyin.core.audit import Action

LISTED = Action("special.listed", "列入专项整治清单")
TAKEN_OFF = Action("special.taken_off", "移出专项整治清单")
SET_UP = Action("special.set_up", "设立专项整治指标")
READ = Action("special.read", "登记专项整治指标数值")
DROPPED = Action("special.dropped", "撤销专项整治指标")

ACTIONS = (LISTED, TAKEN_OFF, SET_UP, READ, DROPPED)
