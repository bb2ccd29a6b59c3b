"""XML as the outside world insists on it: absolute, clean, escaped."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any
from xml.sax.saxutils import escape

from lxml import etree

#: What XML 1.0 cannot hold, however it is written.
UNPRINTABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

CHANNEL_BEGINS, CHANNEL_ENDS = "<channel>", b"</channel>"

ROOM = "set here"


def clean(text: object) -> str:
    """Return a text without the characters XML cannot hold."""
    return UNPRINTABLE.sub("", str(text))


def put(parent: etree._Element, tag: str, text: object = "", **attributes: object) -> etree._Element:
    """Put an element into another, its text and attributes cleaned."""
    element = etree.SubElement(parent, tag, {name: clean(value) for name, value in attributes.items()})
    if text != "":
        element.text = clean(text)
    return element


def root(tag: str, names: Mapping[Any, str], **attributes: str) -> etree._Element:
    """Return the outermost element of a document with the namespaces it uses."""
    return etree.Element(tag, attributes, nsmap=dict(names))


def written(text: object) -> str:
    """Return a text as it stands in a document."""
    return escape(clean(text))


def leave_room(parent: etree._Element) -> None:
    """Mark the place in a document where what is written apart will be set."""
    parent.append(etree.Comment(ROOM))


def document(element: etree._Element, *, set_in: Iterable[str] = ()) -> bytes:
    """Return a document as bytes, with what was written apart in the room that was left for it."""
    whole = etree.tostring(element, xml_declaration=True, encoding="UTF-8")
    return whole.replace(f"<!--{ROOM}-->".encode(), "".join(set_in).encode(), 1)


def apart(element: etree._Element) -> str:
    """Return an element to be set in another document that declares the same names."""
    whole = etree.tostring(element.getroottree(), encoding="unicode")
    begins, ends = f"<{element.tag}>", f"</{element.tag}>"
    return whole[whole.index(begins) : whole.rindex(ends) + len(ends)]
