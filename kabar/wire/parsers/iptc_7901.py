"""IPTC 7901, the telegraph's form: a header behind SOH, the text between STX and ETX."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from kabar.wire.parsers import acts, bodies, item, topics
from kabar.wire.parsers.item import Link, WireItem
from kabar.wire.parsers.places import place_of
from kabar.wire.parsers.refusals import Malformed

FORMAT = "iptc7901"
LONGEST_HEAD, MOST_MESSAGES = 2000, 1000
HEADER = re.compile(
    r"(?P<source>[a-zA-Z]{2,4})(?P<number>\d{3,4})\s+(?P<priority>[1-9])\s+(?P<category>\S{1,4})"
    r"(?:\s+(?P<words>\d{1,5}))?(?P<rest>[^\r\n]*)"
)
DATELINE = re.compile(r"^\s*(?P<dateline>[^\n()]{2,60}\([^()\n]{1,30}\))\s*[-–—]{1,2}\s")
VERSION = re.compile(
    r"^(?:(?:\d(?:st|nd|rd|th)|new|urgent)?\s*(?:lead|extra|refile|urgent|update|roundup|correction|kill|advisory)"
    r"|\(?achtung\)?|\d+\.\s*zf)[\s:]*$",
    re.I,
)
FILED = re.compile(
    r"(?P<day>\d\d)(?P<hour>\d\d)(?P<minute>\d\d)\s*(?:GMT|UTC)?\s+(?P<month>[A-Za-z]{3,4})\.?\s+(?P<year>\d\d)"
)
MONTHS = {name: number for number, names in enumerate(
    ("jan", "feb", "mar mär mrz", "apr", "may mai", "jun", "jul", "aug", "sep", "oct okt", "nov", "dec dez"),
    start=1,
) for name in names.split()}  # fmt: skip
#: Below this, what follows is for editors.
NOTEBOOK = re.compile(r"^#\s+(?:dpa\s+)?(?:notebook|notizblock)\b.*$", re.I | re.M)


def items(data: bytes) -> Iterator[WireItem]:
    """Yield the messages of a transmission, each between SOH and EOT."""
    for number, message in messages(data, "\x01", "SOH"):
        yield _item(message, number)


def messages(data: bytes, opening: str, called: str) -> Iterable[tuple[int, str]]:
    """Return the numbered messages of a transmission, each behind its opening; none is Malformed."""
    text = decoded(data).replace("\r\n", "\n").replace("\r", "\n")
    if text.count(opening) > MOST_MESSAGES:
        raise Malformed(f"more than {MOST_MESSAGES:,} messages in one transmission")
    found = [each for each in text.split(opening)[1:] if each.strip()]
    if not found:
        raise Malformed(f"no message behind {called}", "1")
    return enumerate(found, start=1)


def decoded(data: bytes) -> str:
    """Return the text of a wire that does not say its encoding: UTF-8 or else Windows's Latin."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _item(message: str, number: int) -> WireItem:
    head, found, after = message.partition("\x02")
    if len(head) > LONGEST_HEAD:
        raise Malformed(f"a header longer than {LONGEST_HEAD:,} signs", f"message {number}")
    header = HEADER.match(head)
    if not found or not header:
        what = "no STX before the text" if header else "no header of source, number, priority and category"
        raise Malformed(what, f"message {number}")
    text, _, trailer = after.partition("\x03")
    bodies.must_be_short(text)
    keywords = " ".join(head[header.end() :].split()).strip("/ ")
    lines, body = _titles(text)
    copy, notebook, aside = _split(body)
    dateline = DATELINE.search(copy)
    filed = _filed(trailer)
    byline = [line for line in lines if re.match(r"by\s", line, re.I)]
    marks = [line for line in lines if VERSION.match(line) or acts.act_of(line)]
    titles = [line for line in lines if line not in byline and line not in marks]
    said = dateline["dateline"].strip() if dateline else ""
    provider = _provider(header["rest"], said)
    act = _act(marks)
    return WireItem(
        format=FORMAT,
        key=":".join(
            filter(
                None,
                [header["source"] + header["number"], keywords, filed.strftime("%Y%m%d") if filed else ""],
            )
        ),
        act=act,
        standing=item.KILLED if act == item.KILL else item.USABLE,
        provider=provider,
        headline=" ".join(titles) or keywords,
        slugline=keywords,
        dateline=said,
        dateline_place=place_of(said),
        bylines=tuple(re.sub(r"^by\s+", "", line, flags=re.I) for line in byline),
        priority=int(header["priority"]),
        updated=filed,
        subjects=(topics.subject(header["category"], scheme="iptc7901"),),
        keywords=tuple(dict.fromkeys(word for word in keywords.split("/") if word)),
        blocks=bodies.of_plain(copy),
        notes=tuple(
            filter(None, [" / ".join(marks), "\n".join(line for line in aside.splitlines() if line.strip())])
        ),
        links=(Link(item.PREVIOUS, keywords),)
        if marks and act in (item.UPDATE, item.CORRECTION, item.KILL) and keywords
        else (),
        extra={
            name: value
            for name, value in {
                "number": header["number"],
                "service": header["source"],
                "words": header["words"] or "",
                "header": header["rest"].strip(),
                "trailer": trailer.strip("\x04\x7f \n"),
                "notebook": notebook.strip(),
            }.items()
            if value
        },
    )


def _titles(text: str) -> tuple[list[str], str]:
    """Return the lines before the text, which end with an equals sign, and the text."""
    lines: list[str] = []
    rows = text.split("\n")
    for place, row in enumerate(rows[:12]):
        said = row.strip()
        if not said:
            if lines:
                return lines, "\n".join(rows[place:])
            continue
        lines.append(said.rstrip("= ").strip())
        if said.endswith("="):
            return [line for line in lines if line], "\n".join(rows[place + 1 :])
    return lines[:1], "\n".join(rows[1:])


def _split(body: str) -> tuple[str, str, str]:
    """Return the copy, the heading of the editors' notebook, and what stands in it."""
    found = NOTEBOOK.search(body)
    if not found:
        return body, "", ""
    copy = body[: found.start()].rstrip("* \n")
    return copy, found[0], body[found.end() :].strip("* \n")


def _filed(trailer: str) -> datetime | None:
    found = FILED.search(trailer[:LONGEST_HEAD])
    month = MONTHS.get(found["month"].lower()[:3]) if found else None
    if not found or not month:
        return None
    try:
        return datetime(
            2000 + int(found["year"]),
            month,
            int(found["day"]),
            int(found["hour"]),
            int(found["minute"]),
            tzinfo=UTC,
        )
    except ValueError:
        return None


def _provider(rest: str, dateline: str) -> str:
    """Return the agency: as the dateline credits it, or as the header's last word says."""
    credited = re.search(r"\(([^()]+)\)", dateline)
    if credited:
        return credited[1].strip()
    said = [word for word in rest.split() if not word.isdigit()]
    return said[-1] if said else ""


def _act(marks: list[str]) -> str:
    said = " ".join(marks).lower()
    if act := acts.act_within(said):
        return act
    if "advisory" in said:
        return item.ADVISORY
    return item.UPDATE if any(word in said for word in ("lead", "refile", "update")) else item.NEW
