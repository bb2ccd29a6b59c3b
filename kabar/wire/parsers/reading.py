"""A file, or a folder of them, read as whatever its content shows it to be."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path, PurePosixPath
from typing import Any

from kabar.wire.parsers import (
    acts,
    anpa_1312,
    atom,
    in_text,
    iptc_7901,
    json_feed,
    mail,
    newsml_1,
    newsml_g2,
    ninjs,
    nitf,
    objects,
    ritzau,
    rss,
)
from kabar.wire.parsers.item import WireItem, as_json
from kabar.wire.parsers.refusals import Malformed, NotAnItem, Unread
from kabar.wire.parsers.trees import Element, root_of

#: The root of a document, and who reads it.
ROOTS: dict[str, Callable[[Element], Iterator[WireItem]]] = {
    **dict.fromkeys(newsml_g2.ROOTS, newsml_g2.items),
    **dict.fromkeys(rss.ROOTS, rss.items),
    **dict.fromkeys(atom.ROOTS, atom.items),
    "NewsML": newsml_1.items,
    "nitf": nitf.items,
    "RBNews": ritzau.items,
    "XMLNewsQueuedResponse": ritzau.items,
}
#: Parts of a newsItem, as documentation shows them.
FRAGMENTS = ("contentMeta", "contentSet", "groupSet", "itemMeta", "partMeta", "rightsInfo")
SIDECARS = re.compile(r"(?:source|readme|licen[cs]e|copying|index|changelog)(?:\.\w{1,8})?", re.I)
BINARY = (
    b"\xff\xd8\xff",
    b"\x89PNG",
    b"GIF8",
    b"RIFF",
    b"ID3",
    b"PK\x03\x04",
    b"%PDF",
    b"\x1f\x8b",
    b"OggS",
    b"\0\0\0",
)
LARGEST, MOST_ITEMS = objects.LARGEST, 5000


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a file: its items, or why there are none."""

    name: str
    items: tuple[WireItem, ...] = ()
    refused: str = ""
    skipped: str = ""


def parse(data: bytes) -> list[WireItem]:
    """Return the items of a message, whatever its form; Unread says in one line why there are none."""
    try:
        found = [in_text.placed(acts.marked(each)) for each in islice(_items(data), MOST_ITEMS + 1)]
    except Unread:
        raise
    except RecursionError:
        raise Malformed("nested too deep") from None
    if len(found) > MOST_ITEMS:
        raise Malformed(f"more than {MOST_ITEMS:,} items in one message")
    return found


def _items(data: bytes) -> Iterator[WireItem]:
    start = data[:4096].removeprefix(b"\xef\xbb\xbf").lstrip()
    if not start:
        raise NotAnItem("nothing in it")
    if data.startswith(anpa_1312.BEGINS):
        return anpa_1312.items(data)
    if data.startswith(b"\x01"):
        return iptc_7901.items(data)
    if data.startswith(BINARY):
        raise NotAnItem("a picture or another file that is not text")
    if start.startswith((b"<", b"\xff\xfe", b"\xfe\xff")):
        return _of_xml(data)
    if start.startswith((b"{", b"[")):
        return _of_json(data)
    if mail.HEADERS.match(data):
        return mail.items(data)
    raise NotAnItem("no form of agency copy begins like this")


def _of_xml(data: bytes) -> Iterator[WireItem]:
    root = root_of(data)
    read = ROOTS.get(root.tag)
    if root.tag in FRAGMENTS:
        raise NotAnItem(f"<{root.tag}> is a part of an item, not a whole one", str(root.sourceline or 1))
    if read is None:
        raise NotAnItem(f"<{str(root.tag)[:60]}> is not the root of an item", str(root.sourceline or 1))
    return read(root)


def _of_json(data: bytes) -> Iterator[WireItem]:
    value: Any = objects.loaded(data)
    if json_feed.is_feed(value):
        return json_feed.items(value)
    found = ninjs.items(value)
    first = next(found, None)
    if first is None and _is_empty_list(value):
        return iter(())
    if first is None:
        raise NotAnItem("JSON without an item that has a uri or guid")
    return chain((first,), found)


def _is_empty_list(value: Any) -> bool:
    """Tell an interface that has no news from a document of another kind."""
    listed = [value.get(name) for name in ninjs.LISTED] if isinstance(value, dict) else [value]
    return [] in listed


def read_paths(paths: Iterable[Path]) -> Iterator[Outcome]:
    """Yield what became of every file, folders taken whole."""
    for path in paths:
        if path.is_dir():
            yield from (read_file(each) for each in sorted(path.rglob("*")) if each.is_file())
        else:
            yield read_file(path)


def read_file(path: Path) -> Outcome:
    """Return what became of one file."""
    name = str(path)
    try:
        if path.stat().st_size > LARGEST:
            return Outcome(name, refused=f"{name}: longer than {LARGEST >> 20} MB")
        return outcome_of(name, path.read_bytes())
    except OSError as error:
        return Outcome(name, refused=f"{name}: cannot be read: {error.strerror}")


def outcome_of(name: str, data: bytes) -> Outcome:
    """Return what became of a file's bytes."""
    if SIDECARS.fullmatch(PurePosixPath(name).name):
        return Outcome(name, skipped=f"{name}: a note beside the copy")
    if len(data) > LARGEST:
        return Outcome(name, refused=f"{name}: longer than {LARGEST >> 20} MB")
    try:
        return Outcome(name, tuple(parse(data)))
    except NotAnItem as other:
        return Outcome(name, skipped=other.line(name))
    except Unread as refused:
        return Outcome(name, refused=refused.line(name))


def plain_line(name: str, item: WireItem) -> str:
    """Return an item as one line for people."""
    said = [item.provider, item.dateline_place, item.headline or item.slugline or item.key]
    return f"{name}: {item.format} {item.kind}: {' · '.join(part for part in said if part)}"


def json_line(name: str, item: WireItem) -> str:
    """Return an item as one line of JSON, with the file it stood in."""
    return json.dumps({"file": name, **as_json(item)}, ensure_ascii=False)
