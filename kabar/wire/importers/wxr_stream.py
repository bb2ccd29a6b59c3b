"""A WordPress export as a stream of elements: slips of the pen are mended and counted, bombs are refused."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import etree

from kabar.wire.importers.lines import CHUNK, opened
from kabar.wire.reports import ImportRefused

Element = Any
OPENS, CLOSES = "<![CDATA[", "]]>"
#: No post is as long as this; more than this without the end of one would only fill the memory.
LONGEST_ITEM = 64 * 1024 * 1024
#: Names of Atom and of Blogger stand without a prefix and with one.
PREFIXES = {
    "http://www.w3.org/2005/Atom": "", "http://schemas.google.com/blogger/2018": "blogger:",
    "http://www.w3.org/2007/app": "app:", "http://purl.org/atom/app#": "app:",
    "http://purl.org/syndication/thread/1.0": "thr:", "http://search.yahoo.com/mrss/": "media:",
}  # fmt: skip
FORBIDDEN = re.compile(r"<!\s*(DOCTYPE|ENTITY)", re.I)
AMPERSAND = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9a-fA-F]{1,6});)")
ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
DECLARED = re.compile(rb"""^\s*<\?xml[^>]*encoding\s*=\s*["']([\w.-]+)["']""")
#: Kept back at the end of a chunk, so that nothing is cut in two.
TAIL = 64


class Refused(ValueError):
    """What in the file is not taken, without the file's name."""


class Mended:
    """A file that gives the parser well-formed UTF-8 where a slip could be mended without guessing."""

    def __init__(self, file: Path) -> None:
        self.stream = opened(file)
        self.mended: Counter[str] = Counter()
        self.in_cdata = False
        self.carry = ""
        self.since_item = 0
        self.ended = False
        self.decoder: codecs.IncrementalDecoder | None = None

    def read(self, size: int = CHUNK) -> bytes:
        """Return more of the file, mended; nothing at its end."""
        while not self.ended:
            chunk = self.stream.read(CHUNK)
            self.ended = not chunk
            mended = self._mend(self.carry + self._decoded(chunk))
            if mended:
                self._weigh(len(mended))
                return mended.encode("utf-8")
        return b""

    def close(self) -> None:
        """Close the file beneath."""
        self.stream.close()

    def _weigh(self, more: int) -> None:
        self.since_item += more
        if self.since_item > LONGEST_ITEM:
            raise Refused(f"one item is longer than {LONGEST_ITEM >> 20} MB")

    def _decoded(self, chunk: bytes) -> str:
        if self.decoder is None:
            self.decoder = _decoder(chunk)
        text = self.decoder.decode(chunk, final=not chunk)
        self._count("bytes that are not text", text.count("\ufffd"))
        return text

    def _mend(self, text: str) -> str:
        """Return the text that is whole, mended; what may go on in the next chunk is carried."""
        whole = len(text) if self.ended else max(len(text) - TAIL, 0)
        while not self.ended and whole and text[whole - 1] == "]":
            whole -= 1
        mended, start = [], 0
        while start < whole:
            mark = CLOSES if self.in_cdata else OPENS
            found = text.find(mark, start)
            end = found if 0 <= found < whole else whole
            mended.append(self._inside(text[start:end]) if self.in_cdata else self._outside(text, start, end))
            start = end
            if end == found:
                mended.append(mark)
                start += len(mark)
                self.in_cdata = not self.in_cdata
        self.carry = text[max(start, whole) :]
        return "".join(mended)

    def _inside(self, text: str) -> str:
        clean, dropped = ILLEGAL.subn("", text)
        self._count("control characters", dropped)
        return clean

    def _outside(self, text: str, start: int, end: int) -> str:
        # An ampersand is judged with what follows it, even when that is in the next piece.
        found = FORBIDDEN.search(text, start, min(end + TAIL, len(text)))
        if found and found.start() < end:
            raise Refused(f"<!{found[1].upper()} is not taken: exports have none, attacks do")
        pieces, at, count = [], start, 0
        for slip in AMPERSAND.finditer(text, start):
            if slip.start() >= end:
                break
            pieces += [text[at : slip.start()], "&amp;"]
            at, count = slip.end(), count + (not _in_comment(text, slip.start()))
        pieces.append(text[at:end])
        self._count("ampersands that were not written &amp;", count)
        outside = "".join(pieces)
        self._count("]]> outside of CDATA", outside.count(CLOSES))
        return self._inside(outside.replace(CLOSES, "]]&gt;"))

    def _count(self, what: str, n: int) -> None:
        if n:
            self.mended[what] += n


def _in_comment(text: str, at: int) -> bool:
    return text.rfind("<!--", 0, at) > text.rfind("-->", 0, at)


def _decoder(head: bytes) -> codecs.IncrementalDecoder:
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise Refused("it is written in UTF-16; save it as UTF-8")
    declared = DECLARED.match(head.removeprefix(codecs.BOM_UTF8))
    name = declared[1].decode("ascii") if declared else "utf-8"
    try:
        if codecs.lookup(name).name != "utf-8":
            raise Refused(f"it says it is written in {name}; save it as UTF-8")
    except LookupError:
        raise Refused(f"nobody knows the encoding {name}; save it as UTF-8") from None
    return codecs.getincrementaldecoder("utf-8-sig")(errors="replace")


def elements(
    file: Path, names: frozenset[str], mended: Counter[str] | None = None, depth: int = 2
) -> Iterator[tuple[str, Element]]:
    """Yield the elements of these names as they end, then forget them; ImportRefused names file and line.

    They stand so deep in the document: in the channel of an RSS, or at depth 1 in the feed of an Atom.
    """
    source = Mended(file)
    try:
        yield from _elements(source, names, depth)
    except etree.XMLSyntaxError as error:
        reason = re.sub(r", line \d+, column \d+.*$", "", str(error.msg or "not XML"))
        raise ImportRefused(f"{file}:{error.lineno or 1}: not well-formed XML: {reason}") from None
    except (Refused, EOFError, OSError) as error:
        raise ImportRefused(f"{file}: {error}") from None
    finally:
        source.close()
    if mended is not None:
        mended.update(source.mended)


def _elements(source: Mended, names: frozenset[str], standing: int) -> Iterator[tuple[str, Element]]:
    parsing = etree.iterparse(
        source, events=("start", "end"), resolve_entities=False, no_network=True, load_dtd=False,
        huge_tree=True, remove_comments=True, remove_pis=True,
    )  # fmt: skip
    depth = 0
    for event, element in parsing:
        depth += 1 if event == "start" else -1
        if event == "start" and depth <= standing:
            yield f"<{local(element)}>", element
        elif event == "end" and depth == standing:
            if local(element) in names:
                yield local(element), element
            source.since_item = 0
            _forget(element)


def _forget(element: Element) -> None:
    element.clear()
    while element.getprevious() is not None:
        del element.getparent()[0]


def local(element: Element) -> str:
    """Return an element's name; WordPress's own carry wp:, whatever the version."""
    # A prefix that nobody declared stays in the name, and is what it says.
    space, _, name = element.tag[1:].rpartition("}") if element.tag[0] == "{" else ("", "", element.tag)
    if space.rstrip("/").endswith("excerpt"):
        return f"excerpt:{name}"
    if re.match(r"https?://wordpress\.org/export/", space):
        return f"wp:{name}"
    if space.endswith("content/") and "rss" in space:
        return f"content:{name}"
    if space == "http://purl.org/dc/elements/1.1/":
        return f"dc:{name}"
    return f"{PREFIXES.get(space, 'other:')}{name}" if space else name


def fields(element: Element) -> dict[str, str]:
    """Return the first text of each child by name."""
    texts: dict[str, str] = {}
    for child in element:
        texts.setdefault(local(child), (child.text or "").strip("\r\n") if len(child) == 0 else "")
    return texts
