"""What Word and LibreOffice write around the text: lists drawn as paragraphs, tracked changes, comments."""

from __future__ import annotations

import re
from itertools import groupby

from kabar.stories.markup.setting import Element

LISTED = re.compile(r"mso-list\s*:\s*(l\d+)\s+level(\d+)", re.I)
MARKER = re.compile(r"mso-list\s*:\s*ignore", re.I)
NUMBER = re.compile(r"^\s*\(?(\d+|[a-z]{1,4})[.)]", re.I)
COMMENTS = re.compile(r"mso-element\s*:\s*(comment-list|comment)\b", re.I)
ABOUT = re.compile(r"mso-comment-(reference|continuation)", re.I)
#: Classes of Word's own around a comment; its text belongs to the desk's talk, not to the story.
OF_COMMENTS = frozenset({"msocommentreference", "msocomanchor", "msocomoff", "msocomtxt", "msocommenttext"})
QUOTES = frozenset({"msoquote", "msointensequote"})
TITLES = {"msotitle": "h1", "msosubtitle": "h2"}
#: Only these say nothing to a reader: properties of the document, and drawings a picture stands beside.
PROPERTIES = ("xml", "meta", "link", "title", "style")


def read(root: Element) -> None:
    """Write Word's own marks as HTML means them, in place."""
    accept_changes(root)
    drop_comments(root)
    lay_out_paragraphs(root)
    gather_lists(root)
    for element in list(root.iter()):
        if isinstance(element.tag, str) and (element.tag in PROPERTIES or element.tag.startswith("v:")):
            element.drop_tree()
        elif isinstance(element.tag, str) and ":" in element.tag:
            element.drop_tag()


def classes(element: Element) -> set[str]:
    """Return an element's classes, small."""
    return set((element.get("class") or "").lower().split())


def accept_changes(root: Element) -> None:
    """Take what was struck out away and keep what was put in: the text as if every change were accepted."""
    for struck in list(root.iter("del", "span")):
        tracked = struck.tag == "del" and (struck.get("cite") is not None or struck.get("datetime"))
        if (tracked or "msodel" in classes(struck)) and struck.getparent() is not None:
            struck.drop_tree()


def drop_comments(root: Element) -> None:
    """Take comments away; the words they are about stay."""
    for element in list(root.iter()):
        if not isinstance(element.tag, str) or element is root or element.getparent() is None:
            continue
        style = element.get("style") or ""
        if OF_COMMENTS & classes(element) or COMMENTS.search(style):
            element.drop_tree()
        elif element.tag == "a" and ABOUT.search(style):
            element.drop_tag()
        elif element.tag == "a" and (element.get("href") or "").startswith(("#cmnt", "#_msocom")):
            element.drop_tree()


def lay_out_paragraphs(root: Element) -> None:
    """Read titles and quotations from the names of Word's styles."""
    for paragraph in list(root.iter("p")):
        known = classes(paragraph)
        for name, tag in TITLES.items():
            if name in known:
                paragraph.tag = tag
        if QUOTES & known:
            paragraph.tag = "blockquote"


def gather_lists(root: Element) -> None:
    """Gather paragraphs that Word drew as a list into lists; each kind of number or dot is one."""
    for parent in {paragraph.getparent() for paragraph in root.iter("p") if _listed(paragraph)}:
        for listed, run in groupby(list(parent), key=_listed):
            items = list(run)
            if listed and all(item.getparent() is parent for item in items):
                _gather(parent, items)


def _listed(element: Element) -> str:
    found = LISTED.search(element.get("style") or "") if element.tag == "p" else None
    return found[1] if found else ""


def _gather(parent: Element, items: list[Element]) -> None:
    markers = [_take_marker(item) for item in items]
    tag = "ol" if NUMBER.match(markers[0]) else "ul"
    listing = parent.makeelement(tag)
    parent.insert(parent.index(items[0]), listing)
    for item in items:
        item.tag = "li"
        listing.append(item)


def _take_marker(item: Element) -> str:
    """Return what stands before an item, and take it away."""
    found = [each for each in item.iter("span") if MARKER.search(each.get("style") or "")]
    said = " ".join(each.text_content() for each in found).replace("\xa0", " ").strip()
    for each in found:
        each.drop_tree()
    return said
