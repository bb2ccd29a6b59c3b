"""XML from outside as a tree: no entity, no DTD, no network; and a record of what was read of it."""

from __future__ import annotations

import re
from functools import lru_cache
from html.entities import html5
from typing import Any

from lxml import etree

from kabar.wire.parsers.refusals import Malformed

Element = Any
#: More than any agency sends as one message.
LARGEST = 20 * 1024 * 1024
MOST_MARKS, MOST_ELEMENTS = 300_000, 60_000
#: The end of a path tells enough of where something stood.
LONGEST_PATH = 400
#: Names every agency means the same by, whatever address it writes them under.
PLAIN = (
    "http://iptc.org/std/",
    "http://www.w3.org/1999/xhtml",
    "http://www.w3.org/2005/Atom",
    "http://purl.org/atom/ns",
    "http://purl.org/rss/1.0/",
    "http://my.netscape.com/rdf/simple/",
    "http://my.netscape.com/publish/formats/",
    "http://channel.netscape.com/rdf/simple/",
    "http://backend.userland.com/",
    "http://tempuri.org/",
    "http://purl.org/net/rss1.1#",
    "http://feed.wenn.com/",
)
PREFIXES = {
    "http://purl.org/rss/1.0/modules/content/": "content",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/terms/": "dcterms",
    "http://search.yahoo.com/mrss/": "media",
    "http://search.yahoo.com/mrss": "media",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes",
    "http://www.w3.org/XML/1998/namespace": "xml",
}
NAMED = re.compile(rb"&([A-Za-z][A-Za-z0-9]{1,31});")
DOCTYPE = re.compile(rb"<!DOCTYPE[^\[<>]{0,2000}>", re.I)
#: What is longer is not read twice.
MENDED = 1 << 20
MENDABLE = re.compile(r"Entity '|EntityRef: |invalid Char value|Namespace prefix")
LATIN = re.compile(
    rb"""\s*<\?xml[^>]{0,60}encoding\s*=\s*["'](?:iso-8859-1|windows-1252|us-ascii)["']""", re.I
)
BARE = re.compile(rb"&(?!#?\w{1,32};)")
CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")
KEPT = {b"amp", b"lt", b"gt", b"quot", b"apos"}
COUNTED = etree.XPath("count(//*)")
SAID = re.compile(r",? ?\(?line (\d+).*$")


def root_of(data: bytes) -> Element:
    """Return the root of a message with plain names; Malformed says on which line it is not XML."""
    if len(data) > LARGEST:
        raise Malformed(f"longer than {LARGEST >> 20} MB")
    if data.count(b"<") > MOST_MARKS:
        raise Malformed(f"more than {MOST_MARKS:,} marks")
    # An entity is declared in ASCII letters, with or without the zeros of a wider encoding between them.
    if b"<!ENTITY" in data.replace(b"\0", b"").upper():
        raise Malformed("<!ENTITY is not taken: wires have none, attacks do")
    # Nothing is fetched by a document type, and without it a name nobody declared is an error we can mend.
    data = DOCTYPE.sub(b"", data, count=1)
    try:
        root = _parsed(data)
    except etree.XMLSyntaxError as error:
        root = _mended(data, error)
    if COUNTED(root) > MOST_ELEMENTS:
        raise Malformed(f"more than {MOST_ELEMENTS:,} elements")
    _plain(root)
    return root


def _mended(data: bytes, error: etree.XMLSyntaxError) -> Element:
    """Read once more what feeds get wrong: names of HTML, ampersands, signs, prefixes."""
    if len(data) > MENDED or not MENDABLE.search(str(error)):
        raise _malformed(error) from None
    mended = BARE.sub(b"&amp;", NAMED.sub(_spelled, CONTROL.sub(b"", data)))
    try:
        return _parsed(mended)
    except etree.XMLSyntaxError as again:
        if "Namespace prefix" not in str(again):
            raise _malformed(again) from None
    return _parsed(mended, recover=True)


def _spelled(found: re.Match[bytes]) -> bytes:
    signs = None if found[1] in KEPT else html5.get(found[1].decode() + ";")
    return b"".join(b"&#%d;" % ord(sign) for sign in signs) if signs else found[0]


def _parsed(data: bytes, recover: bool = False) -> Element:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False,
        remove_comments=True, remove_pis=True, collect_ids=False, recover=recover,
        encoding="utf-8" if LATIN.match(data) and _is_utf8(data) else None,
    )  # fmt: skip
    try:
        root = etree.fromstring(data.lstrip(), parser)
    except (ValueError, LookupError) as error:
        raise Malformed(f"not XML: {' '.join(str(error).split())[:120]}", "1") from None
    others = [each for each in parser.error_log if each.type_name != "NS_ERR_UNDEFINED_NAMESPACE"]
    if root is None or (recover and others):
        line, reason = (others[0].line, others[0].message) if others else (1, "nothing in it")
        raise Malformed(f"not well-formed XML: {' '.join(reason.split())[:160]}", str(line))
    return root


def _is_utf8(data: bytes) -> bool:
    """Tell a message that says it is Latin and is not: every second agency has sent one."""
    try:
        return not data.decode("utf-8").isascii()
    except UnicodeDecodeError:
        return False


def _malformed(error: etree.XMLSyntaxError) -> Malformed:
    reason = SAID.sub("", " ".join(str(error.msg or "nothing in it").split()))[:160]
    return Malformed(f"not well-formed XML: {reason}", str(error.lineno or 1))


def _plain(root: Element) -> None:
    """Give every element a name without an address."""
    for element in root.iter(etree.Element):
        tag = element.tag
        if tag[0] == "{" or ":" in tag:
            element.tag = named(tag, element.prefix)


@lru_cache(maxsize=4096)
def named(tag: str, prefix: str | None) -> str:
    """Return a name as it is asked for here: `headline`, `dc.creator`, `rtr.versionedId`."""
    if not tag.startswith("{"):
        return tag.replace(":", ".")
    space, _, local = tag[1:].partition("}")
    if space in PREFIXES:
        return f"{PREFIXES[space]}.{local}"
    if not prefix or space.startswith(PLAIN):
        return local
    return f"{prefix}.{local}"


def words(element: Element | None) -> str:
    """Return all the text in an element on one line."""
    if element is None:
        return ""
    if len(element) == 0:
        return " ".join((element.text or "").split())
    return " ".join(" ".join(element.itertext(tag=etree.Element)).split()).replace(" ,", ",")


def outermost(root: Element, tag: str) -> list[Element]:
    """Return the elements of a name that stand in no other of it."""
    return [each for each in root.iter(tag) if next(each.iterancestors(tag), None) is None]


class Once:
    """The texts of one element, each looked up once: a feed's own stand beside thousands of items."""

    def __init__(self, root: Element) -> None:
        self.root = root
        self.known: dict[str, str] = {}

    def text(self, path: str) -> str:
        """Return the words of the first element at a path that has any."""
        if path not in self.known:
            found = (words(each) for each in self.root.iterfind(path))
            self.known[path] = next((said for said in found if said), "")
        return self.known[path]


class Record:
    """A tree, and which of its elements have been read; the rest can be told at the end."""

    def __init__(self, root: Element) -> None:
        self.root = root
        self.read: set[Element] = set()

    def all(self, path: str, below: Element | None = None) -> list[Element]:
        """Return the elements at a path, and remember that they were read."""
        found = (self.root if below is None else below).findall(path)
        self.read.update(found)
        return found

    def one(self, path: str, below: Element | None = None) -> Element | None:
        """Return the first element at a path."""
        found = (self.root if below is None else below).find(path)
        if found is not None:
            self.read.add(found)
        return found

    def text(self, path: str, below: Element | None = None) -> str:
        """Return the words of the first element at a path that has any."""
        for element in (self.root if below is None else below).iterfind(path):
            said = words(element)
            if said:
                self.read.add(element)
                return said
        return ""

    def whole(self, element: Element) -> None:
        """Remember that everything in an element was read."""
        self.read.update(element.iter())

    def rest(self) -> dict[str, Any]:
        """Return what was not read, by its path; attributes carry an @."""
        left: dict[str, Any] = {}
        for path, said in self._unread():
            if path not in left:
                left[path] = said
            elif isinstance(left[path], list):
                left[path].append(said)
            else:
                left[path] = [left[path], said]
        return left

    def _unread(self) -> list[tuple[str, str]]:
        """Return what the tree says that nobody asked for, in its order."""
        found: list[tuple[str, str]] = []
        waiting, read = [(self.root, "")], self.read
        while waiting:
            at, where = waiting.pop()
            if at not in read:
                if said := " ".join((at.text or "").split()):
                    found.append((where or at.tag, said))
                if attributes := at.items():
                    found += _attributes(attributes, where)
            for child in at.iterchildren(etree.Element, reversed=True):
                if len(child) or child not in read:
                    path = f"{where}/{child.tag}" if where else child.tag
                    waiting.append((child, path[-LONGEST_PATH:]))
        return found


def _attributes(attributes: list[tuple[str, str]], where: str) -> list[tuple[str, str]]:
    """Return attributes; a name with its value, as <meta> and <Property> have them, is one thing."""
    said = dict(attributes)
    for name, value in (("name", "content"), ("FormalName", "Value")):
        if said.get(name) and said.get(value):
            return [(f"{where}[{said[name]}]", said[value])]
    return [(f"{where}/@{_short(name)}", value) for name, value in attributes if value]


def _short(name: str) -> str:
    return name.rpartition("}")[2]
