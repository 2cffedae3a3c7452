"""Who asks how something is settled for them, rather than complains or wishes.

Who may buy, what is paid, when it comes: such people write to the same offices about kindred rules; who complains of the same
things writes of something else.
"""

import re
from collections.abc import Sequence

import numpy as np

from huiyin.text.grouping.lengths import Vectors

ASKS = re.compile("咨询|请问|疑问|想问|是否|能否|吗|何时|怎么|如何")
BEGINNING = 30


def asking(lines: Sequence[str]) -> Vectors:
    """1 for each simplified line that begins with a question, else 0."""
    return np.array([ASKS.search(line[:BEGINNING]) is not None for line in lines], dtype=np.float32)
