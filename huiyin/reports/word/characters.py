"""Which characters may stand in a Word file; those that may not become a visible □ instead of vanishing."""

import re

REPLACEMENT = "□"
# XML 1.0 allows tab, line feed, carriage return and these ranges; lone surrogates and other controls it does not.
# U+FDD0…U+FDEF are "noncharacters", never text; `template` uses them as private marks, so words may not bring them in.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0010ffff]")


def clean(text: str) -> str:
    """The same words with one kind of line break and every character that XML forbids shown as □."""
    return _FORBIDDEN.sub(REPLACEMENT, text.replace("\r\n", "\n").replace("\r", "\n"))
