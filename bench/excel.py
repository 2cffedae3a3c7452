"""One task on a workbook in a process of its own, so that its memory is its own: `python -m bench.excel TASK PATH ANSWER`."""

import json
import resource
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django


class Peak:
    """Memory of this process in MB: what it holds now, and the most it has held since `begin`."""

    def begin(self) -> None:
        """Forget the peaks of starting up (Linux keeps the mark in /proc; elsewhere the mark of the whole run counts)."""
        clear = Path("/proc/self/clear_refs")
        if clear.exists():
            clear.write_text("5", encoding="ascii")
        self.idle = self._of("VmRSS")

    def above_idle(self) -> float:
        """How far the peak lies above what the process held at `begin`."""
        return self._of("VmHWM") - self.idle

    @staticmethod
    def _of(name: str) -> float:
        status = Path("/proc/self/status")
        if not status.exists():
            return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        lines = status.read_text(encoding="ascii").splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith(f"{name}:")) / 1024


def main(task: str, path: str, answer: str) -> None:
    """Do it and leave seconds, memory and what came of it."""
    django.setup()
    from bench import excel_tasks

    found: dict[str, Any] = {}
    peak = Peak()
    act: Callable[[Path, dict[str, Any]], None] = excel_tasks.TASKS[task]
    excel_tasks.warm()
    peak.begin()
    act(Path(path), found)
    found["memory"] = peak.above_idle()
    Path(answer).write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
