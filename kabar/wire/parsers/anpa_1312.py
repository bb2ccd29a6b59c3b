"""ANPA 1312, as AP sends it: a header between SOH and STX, and lines that begin with a caret."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import groupby

from kabar.wire.parsers import acts, bodies, item, topics
from kabar.wire.parsers.iptc_7901 import LONGEST_HEAD, messages
from kabar.wire.parsers.item import PREVIOUS, Block, Link, WireItem, WirePicture
from kabar.wire.parsers.places import place_of
from kabar.wire.parsers.refusals import Malformed

FORMAT = "anpa1312"
WIDEST = 40
BEGINS = b"\x16\x16\x01"
HEADER = re.compile(
    r"(?P<service>[A-Za-z]?)(?P<number>\d{3,4})\x1f?(?P<selector>[^\n]{0,40})\n"
    r"\s*(?P<priority>[a-z])\s+(?P<category>[a-z0-9]{1,3})\s*[\x11-\x14]*\s*(?P<slug>[^\n]*)"
)
SENT = re.compile(r"\s+(?P<date>\d\d-\d\d)(?:\s+(?P<words>\d{1,5}))?\s*$")
#: AP's letters for how soon, as numbers of the IPTC: f and u are flash and urgent, b bulletin.
PRIORITIES = {"f": 1, "b": 2, "u": 2, "r": 4, "d": 5, "a": 6, "s": 8}
FILED = re.compile(r"AP-WF-(?P<month>\d\d)-(?P<day>\d\d)-(?P<year>\d\d) (?P<hour>\d\d)(?P<minute>\d\d)GMT")
DATELINE = re.compile(r"^\s*(?P<dateline>[A-Z][^()\n]{1,60}\([^()\n]{1,30}\))\s*[_–—-]{1,2}\s")
#: A kill stands behind a comma, in capitals, or with its kind: `Officers Killed` is a story.
VERSION = re.compile(
    rf",\s*{acts.NAMED}(?![a-z])|(?<=[\w-])(?:\s*-|\s+)?(?:mandatory|bulletin|writethru)[\s-]*kill\b"
    r"|(?-i:[ -]KILL$)|,?\s*(?:\d+(?:st|nd|rd|th)\s+ld)?-?\b(?:writethru|update|correction|advisory)\b"
    r"|\s\d+(?:st|nd|rd|th)\s*ld",
    re.I,
)
#: No slug is longer.
LONGEST = 300
SLUG = re.compile(r"\bBC-[A-Z]{2,4}--[^\n,.;:<(]{2,60}")
NOTE = re.compile(r"\(?(?:eds|editor'?s'? note|editors)\b", re.I)
PHOTO = re.compile(r"AP Photos?\b", re.I)
BY = re.compile(r"by\s+", re.I)
#: Who a byline works for, which stands below it.
CREDITED = re.compile(r"(?:the )?associated press|AP [\w ]{2,40}|for the associated press", re.I)
#: A line of a table in small type; signs of the machine, or semicolons, part its columns.
ROW = "\x08"
PARTS = re.compile(r"[\x1e\x1f][\x1e\x1f ]*")
TYPOGRAPHY = str.maketrans({"\x10": " ", "\x08": "", "\x0e": "", "\x0f": "", "{": "½"})


def items(data: bytes) -> Iterator[WireItem]:
    """Yield the messages of a transmission."""
    for number, message in messages(data, "\x16\x16\x01", "SYN SYN SOH"):
        yield _item(message, number)


def _item(message: str, number: int) -> WireItem:
    head, found, after = message.partition("\x02")
    if len(head) > LONGEST_HEAD:
        raise Malformed(f"a header longer than {LONGEST_HEAD:,} signs", f"message {number}")
    header = HEADER.match(head)
    if not found or not header:
        what = "no STX before the text" if header else "no header of service, number, priority and category"
        raise Malformed(what, f"message {number}")
    text, _, trailer = after.lstrip("\x02").partition("\x03")
    bodies.must_be_short(text)
    lines = [line for row in re.split(r"(?<=<)\s*(?=\^)|\n", text) if (line := row.rstrip())]
    title, rest = _first(lines)
    head_lines, body = _heads(rest)
    copy = _copy(body)
    dateline = next((met for line in body if (met := DATELINE.match(line))), None)
    said = dateline["dateline"].strip() if dateline else ""
    bylines, notes, photos, headline = _sorted(head_lines)
    filed = FILED.search(trailer[:LONGEST_HEAD])
    slug, sent = _slug(header["slug"][:LONGEST], title)
    version = " ".join(found.strip(" ,") for found in VERSION.findall(title))
    act = _act(version)
    return WireItem(
        format=FORMAT,
        key=VERSION.sub("", slug).strip(" ,") or f"{header['service']}{header['number']}",
        version=version,
        standing=item.KILLED if act == item.KILL else item.USABLE,
        act=act,
        provider=_provider(said, after),
        headline=headline or slug,
        slugline=slug,
        language="en",
        dateline=said,
        dateline_place=place_of(said),
        bylines=bylines,
        priority=PRIORITIES.get(header["priority"]),
        updated=_instant(filed),
        subjects=(topics.subject(header["category"], scheme="anpa"),),
        keywords=tuple(
            dict.fromkeys(word for word in re.split(r"[-, ]+", VERSION.sub("", slug)) if len(word) > 2)
        ),
        blocks=copy,
        pictures=tuple(WirePicture(key=name) for name in photos),
        notes=notes,
        links=tuple(_meant(body)) if act == item.KILL else (),
        extra={
            name: value
            for name, value in {
                "service": header["service"],
                "number": header["number"],
                "selector": header["selector"].strip(),
                "header": header["slug"].strip(),
                "sent": sent,
            }.items()
            if value
        },
    )


def _first(lines: list[str]) -> tuple[str, list[str]]:
    """Return the line that names the story, bare; a mark for routing may stand before it."""
    rest = list(lines)
    while rest:
        line = rest.pop(0)[:LONGEST].lstrip("^\x02").rstrip("<= ")
        if line and not re.fullmatch(r"\*?\d{3,6}", line):
            return re.sub(r",?\d{0,5}$", "", line).rstrip(", "), rest
    return "", []


def _heads(lines: list[str]) -> tuple[list[str], list[str]]:
    """Return the lines over the text, and the text; a tab begins it."""
    heads: list[str] = []
    for place, line in enumerate(lines):
        if not line.startswith("^") or line.startswith("^\x0e"):
            titled = _titles_of_table(heads) if line.startswith(ROW) else []
            return heads[: len(heads) - len(titled)], [*(f"^{each}=" for each in titled), *lines[place:]]
        heads.append(line.lstrip("^").rstrip("<= ").strip())
    return heads[:1], [f"\t{line.lstrip('^')}" for line in lines[1:]]


def _titles_of_table(heads: list[str]) -> list[str]:
    """Return the lines between the byline and a table that follows at once, which they are titles of."""
    after = next((place for place, line in enumerate(heads, start=1) if BY.match(line)), len(heads))
    return [line for line in heads[after:] if not CREDITED.fullmatch(line)]


def _sorted(heads: list[str]) -> tuple[tuple[str, ...], tuple[str, ...], list[str], str]:
    """Return bylines, notes, pictures' names and the headline from the lines over the text."""
    bylines, notes, photos, headline = [], [], [], ""
    for place, line in enumerate(heads):
        if PHOTO.match(line):
            photos += re.findall(r"[A-Z]{2,6}\d{2,5}", line)
        elif NOTE.match(line):
            notes.append(line.strip("()"))
        elif BY.match(line):
            bylines.append(BY.sub("", line, count=1))
        elif place == 0 or not headline:
            headline = line
        else:
            notes.append(line)
    return tuple(bylines), tuple(notes), photos, headline


def _copy(lines: list[str]) -> tuple[Block, ...]:
    """Return the text: paragraphs, headings, which end with an equals sign, and tables."""
    blocks: list[Block] = []
    for tabled, group in groupby(lines, key=lambda line: line.startswith(ROW)):
        if tabled:
            blocks.append(_table([_cells(line) for line in group]))
        else:
            blocks += _paragraphs(group)
    return tuple(blocks)


def _paragraphs(lines: Iterable[str]) -> Iterator[Block]:
    """Yield paragraphs and headings; a tab, a blank or a caret begins one."""
    gathered: list[str] = []
    for line in lines:
        said = line.translate(TYPOGRAPHY).strip().rstrip("<").strip()
        if not said.strip("_^ =") or said in ("^END", "END"):
            continue
        plain = " ".join(re.sub(r"\^+", " ", said).replace("\x1f", " ").split())
        plain = plain.replace("``", "“").replace("''", "”")
        headed = plain.endswith("=") and len(plain) < 200
        if gathered and (headed or line.startswith(("\t", "^", " "))):
            yield bodies.paragraph(" ".join(gathered))
            gathered = []
        if not headed:
            gathered.append(plain)
        elif plain.rstrip("= _"):
            yield bodies.heading(plain.rstrip("= "))
    if gathered:
        yield bodies.paragraph(" ".join(gathered))


def _cells(line: str) -> list[str]:
    said = line.lstrip(ROW + "^")
    parts = said.split(";") if ";" in said else PARTS.split(said)
    return [" ".join(part.translate(TYPOGRAPHY).rstrip("<").replace("_", "–").split()) for part in parts]


def _table(rows: list[list[str]]) -> Block:
    """Return a table; its first row heads it when its first cell is empty, and leaders are no column."""
    width = min(max(map(len, rows)), WIDEST)
    rows = [[*row, *[""] * width][:width] for row in rows]
    kept = [place for place in range(width) if place != 1 or any(row[1] not in ("", "–") for row in rows)]
    head = rows.pop(0) if len(rows) > 1 and not rows[0][0] else [""] * width
    return {
        "type": "table",
        "value": {
            "columns": [{"type": "text", "heading": head[place]} for place in kept],
            "rows": [{"values": [row[place] for place in kept]} for row in rows],
            "caption": "",
        },
    }


def _slug(header: str, title: str) -> tuple[str, str]:
    sent = SENT.search(header)
    return title or SENT.sub("", header).strip(), sent[0].strip() if sent else ""


def _meant(body: list[str]) -> Iterator[Link]:
    """Yield the stories that a kill names in its text by their slugs."""
    for slug in dict.fromkeys(SLUG.findall(" ".join(body))):
        yield Link(PREVIOUS, VERSION.sub("", slug).strip(" ,"))


def _provider(dateline: str, text: str) -> str:
    credited = re.search(r"\(([^()]+)\)", dateline)
    if credited:
        return credited[1].strip()
    return "AP" if "Associated Press" in text or "AP-WF" in text else ""


def _instant(found: re.Match[str] | None) -> datetime | None:
    if not found:
        return None
    year, month, day, hour, minute = (int(found[name]) for name in ("year", "month", "day", "hour", "minute"))
    try:
        return datetime(2000 + year, month, day, hour, minute, tzinfo=UTC)
    except ValueError:
        return None


def _act(said: str) -> str:
    said = said.lower()
    if act := acts.act_within(said):
        return act
    if "advisory" in said:
        return item.ADVISORY
    return item.UPDATE if "writethru" in said or re.search(r"\d(?:st|nd|rd|th) ld", said) else item.NEW
