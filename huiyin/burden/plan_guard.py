"""考核红线 in a plan: no action may have people or units compared by a banned yardstick (rules.md §12, §13.1–13.2).

A plan may ask for notes, articles or photographs as work to be done; what it may not is grade by them. So only a clause
that both compares and names a banned yardstick is objected to.
"""

import re
from collections.abc import Iterable

from django.utils.translation import gettext as _

from huiyin.campaigns.models import Action
from huiyin.text import yardsticks

_COMPARING = re.compile("评比|考核|考评|评优|评先|评选|评分|打分|排名|测评")
_CLAUSES = re.compile("[，。；！？,;\n]")


def objections(actions: Iterable[Action]) -> list[str]:
    """Why these actions cannot be sent down, each a whole sentence; at most one an action."""
    return [sentence for one in actions if (sentence := _objection(one))]


def _objection(action: Action) -> str:
    for text in (action.name, action.requirement, action.deliverable):
        for clause in _CLAUSES.split(text) if _COMPARING.search(text) else ():
            found = yardsticks.banned(clause) if _COMPARING.search(clause) else None
            if found is not None:
                return _("动作“%(action)s”以%(what)s评比考核（“%(clause)s”），不能下达：%(basis)s。请删去，或改为看工作实效。") % {
                    "action": action.name, "what": found.yardstick.name, "clause": clause.strip(),
                    "basis": found.yardstick.clause,
                }  # fmt: skip
    return ""
