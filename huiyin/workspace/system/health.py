"""The doctor's whole list: core's checks and those that know a feature."""

from datetime import datetime

from huiyin.core import health
from huiyin.core.health import Check, Finding, Level
from huiyin.core.server_traces import server_log, write_ahead_log
from huiyin.organisation.tree import tree_faults


def tree(now: datetime) -> Finding:
    """Every unit's path agrees with its parent."""
    faults = tree_faults()
    if faults:
        return Finding("单位树", Level.FAULT, f"{faults[0]}共 {len(faults)} 处，请停止调整隶属并联系维护人员。")
    return Finding("单位树", Level.GOOD, "每个单位的路径与上级一致。")


DATABASE: tuple[Check, ...] = (*health.DATABASE, server_log, write_ahead_log, tree)
