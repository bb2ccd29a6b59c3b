"""XML as the outside world insists on it: absolute, clean, escaped."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from lxml import etree

#: What XML 1.0 cannot hold, however it is written.
UNPRINTABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


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


def document(element: etree._Element) -> bytes:
    """Return a document as bytes."""
    return etree.tostring(element, xml_declaration=True, encoding="UTF-8")
