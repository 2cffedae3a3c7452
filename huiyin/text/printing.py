"""How the commands of the text room print: whoever reads along may stop reading at any line."""

import os
import sys
from collections.abc import Callable


def printing(work: Callable[[], int]) -> int:
    """Do the work of a command and return its exit code; 0 when its reader has gone."""
    try:
        return work()
    except BrokenPipeError:
        # The reader (head, less) has seen enough; keep Python from complaining again when it closes the pipe.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
