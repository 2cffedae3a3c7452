"""The doctor's whole list: core's checks and those that know a feature."""

from datetime import datetime

from huiyin.core import health
from huiyin.core.health import Check, Finding, Level
from huiyin.core.server_traces import server_log, write_ahead_log
from huiyin.organisation.tree import tree_faults
from huiyin.workspace.system.words import job_word


def tree(now: datetime) -> Finding:
    """Every unit's path agrees with its parent."""
    faults = tree_faults()
    if faults:
        return Finding("单位树", Level.FAULT, f"{faults[0]}共 {len(faults)} 处，请停止调整隶属并联系维护人员。")
    return Finding("单位树", Level.GOOD, "每个单位的路径与上级一致。")


def daily_acts(now: datetime) -> Finding:
    """Every daily act was done in time, each under the name it has on the pages of the system."""
    return health.daily_acts(now, word=job_word)


_NAMED: dict[Check, Check] = {health.daily_acts: daily_acts}
DATABASE: tuple[Check, ...] = (*(_NAMED.get(one, one) for one in health.DATABASE), server_log, write_ahead_log, tree)
