"""The one place where untyped lxml and docxtpl are touched; everything else sees the typed `Element`."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from io import BytesIO
from typing import TYPE_CHECKING, Protocol, cast

from docxtpl import DocxTemplate
from lxml import etree

if TYPE_CHECKING:
    from jinja2 import Environment

NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "rel": "http://schemas.openxmlformats.org/package/2006/relationships",
    "ct": "http://schemas.openxmlformats.org/package/2006/content-types",
    "cp": "http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
    "cust": "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties",
    "vt": "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "xsi": "http://www.w3.org/2001/XMLSchema-instance",
    "xml": "http://www.w3.org/XML/1998/namespace",
}
# Package parts are written without prefixes: not every reader of them knows namespaces.
_UNPREFIXED = {"rel", "ct", "cust"}


class Element(Protocol):
    """The part of an lxml element this package uses."""

    tag: str
    text: str | None
    tail: str | None

    def get(self, key: str) -> str | None: ...
    def set(self, key: str, value: str) -> None: ...
    def append(self, element: "Element") -> None: ...
    def insert(self, index: int, element: "Element") -> None: ...
    def addnext(self, element: "Element") -> None: ...
    def addprevious(self, element: "Element") -> None: ...
    def remove(self, element: "Element") -> None: ...
    def index(self, child: "Element") -> int: ...
    def find(self, path: str) -> "Element | None": ...
    def findall(self, path: str) -> "list[Element]": ...
    def iter(self, *tags: str) -> "Iterator[Element]": ...
    def itertext(self) -> "Iterator[str]": ...
    def iterancestors(self, *tags: str) -> "Iterator[Element]": ...
    def getparent(self) -> "Element | None": ...
    def getnext(self) -> "Element | None": ...
    def items(self) -> "list[tuple[str, str]]": ...
    def __iter__(self) -> "Iterator[Element]": ...
    def __len__(self) -> int: ...


class UnreadableXml(ValueError):
    """An XML part that is broken or carries a document type definition."""


def q(name: str) -> str:
    """`w:p` as lxml spells it."""
    prefix, local = name.split(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"


def make(name: str, attributes: Mapping[str, str] | None = None, *children: Element) -> Element:
    """A new element; names are written with their prefix, as in the standard."""
    attributes = attributes or {}
    prefixes = {key.split(":")[0] for key in (name, *attributes) if ":" in key} - {"xml"}
    namespaces = {None if prefix in _UNPREFIXED else prefix: NAMESPACES[prefix] for prefix in prefixes}
    element = cast(Element, etree.Element(q(name), nsmap=namespaces))
    for key, value in attributes.items():
        element.set(q(key) if ":" in key else key, value)
    for child in children:
        element.append(child)
    return element


def parse(data: bytes) -> Element:
    """Read one XML part; external entities and document types are refused."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(data, parser=parser)
    except etree.XMLSyntaxError as error:
        raise UnreadableXml(str(error)) from error
    if root.getroottree().docinfo.doctype:
        raise UnreadableXml("document type definition")
    return cast(Element, root)


def serialise(root: Element) -> bytes:
    """Bytes of a part. Unused prefixes stay: `mc:Ignorable` may name them, and Word then insists on them."""
    return cast(bytes, etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def copy_of(element: Element) -> Element:
    """A detached copy without the text that follows the element."""
    copied = deepcopy(element)
    copied.tail = None
    return copied


def run_tags(template: bytes, environment: "Environment", context: Mapping[str, object]) -> bytes:
    """Let docxtpl fill a template whose tags were checked beforehand."""
    document = DocxTemplate(BytesIO(template))
    document.render(dict(context), environment, autoescape=True)
    filled = BytesIO()
    document.save(filled)
    return filled.getvalue()
