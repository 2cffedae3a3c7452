"""Reading and filling in public pages as a citizen's browser does.

Answers are Any: those of the test client carry attributes that their type does not know.
"""

import html
import re
from typing import Any
from urllib.parse import urlencode

from django.test import Client

SPEAK = "/p/speak/round-2/"
FOLLOW = "/p/follow/"
FORM: dict[str, Any] = {"content_type": "application/x-www-form-urlencoded"}


def text(response: Any) -> str:
    """A page's words, tags taken out, entities read."""
    page = re.sub(r"<(script|style)\b.*?</\1>", "", response.content.decode(), flags=re.S)
    return html.unescape(re.sub(r"<[^>]+>", " ", page))


def hidden(response: Any) -> dict[str, str]:
    """The hidden values of a page's forms."""
    found = {}
    for tag in re.findall(r'<input type="hidden"[^>]*>', response.content.decode()):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name:
            found[name[1]] = html.unescape(value[1]) if value else ""
    return found


def say(citizen: Client, words: str, *, at: str = SPEAK, page: Any = None, **more: str) -> Any:
    """Fill in the form of a round and press submit; Any: the test client's response has attributes of its own."""
    opened = page if page is not None else citizen.get(at)
    return citizen.post(at, urlencode({**hidden(opened), "words": words, **more}), **FORM)


def post(citizen: Client, at: str, values: dict[str, str], **headers: Any) -> Any:
    """Send a form as browsers do."""
    return citizen.post(at, urlencode(values), **FORM, **headers)


def streamed(citizen: Client, address: str) -> str:
    """A file that comes in parts, as text."""
    answer: Any = citizen.get(address)
    return b"".join(answer.streaming_content).decode()


def code_of(response: Any) -> str:
    """The code on the page that answers a submission."""
    found = re.search(r'id="code-word">([\d-]+)<', response.content.decode())
    assert found, text(response)
    return found[1]
