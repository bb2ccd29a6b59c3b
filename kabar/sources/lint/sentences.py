"""Cuts a paragraph into sentences and knows which of them stand inside quotation marks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

END = re.compile(r"[.!?…]+[”\"'’)]*(?=\s+[\W_]*[A-Z0-9À-Þ])|\n+")
#: A full stop after these ends no sentence.
SHORT = re.compile(
    r"(?:\b(?:dr|dra|drs|ir|prof|hj|h|s\.?h|m\.?si|tn|ny|no|jl|kab|kec|st|mr|mrs|ms|sen|gov|rep|lt|col|gen|"
    r"sgt|capt|inc|corp|ltd|co|vs|u\.s|a\.m|p\.m|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)|\b[A-Z])\.$",
    re.I,
)
#: Double quotation marks as papers write them, and as feeds garble them.
OPENING, CLOSING, EITHER = "“„«", "”»", '"'
QUOTED = re.compile(r"[“„«”»\"]|''|(?:&|\b| )quot;")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, where it stands, and the stretches of it between quotation marks."""

    text: str
    begins: int
    ends: int
    quoted: tuple[tuple[int, int], ...]

    @property
    def unquoted(self) -> str:
        """The sentence without what is quoted in it."""
        text, at = "", 0
        for begins, ends in self.quoted:
            text += self.text[at:begins] + " ”“ "
            at = ends
        return text + self.text[at:]

    @property
    def words_quoted(self) -> int:
        """How many words stand between quotation marks in the longest stretch."""
        return max((len(self.text[begins:ends].split()) for begins, ends in self.quoted), default=0)


def sentences(text: str) -> Iterator[Sentence]:
    """Yield the sentences of a paragraph."""
    quotes = _quotes(text)
    for begins, ends in _cuts(text):
        inside = [
            (max(start, begins) - begins, min(end, ends) - begins)
            for start, end in quotes
            if start < ends and end > begins
        ]
        yield Sentence(text[begins:ends], begins, ends, tuple(inside))


def _cuts(text: str) -> Iterator[tuple[int, int]]:
    begins = 0
    for match in END.finditer(text):
        if match[0].startswith(".") and SHORT.search(text[begins : match.start() + 1]):
            continue
        yield from _stretch(text, begins, match.end())
        begins = match.end()
    yield from _stretch(text, begins, len(text))


def _stretch(text: str, begins: int, ends: int) -> Iterator[tuple[int, int]]:
    """Yield a sentence without the blanks around it, unless there is nothing else."""
    stripped = text[begins:ends].strip()
    if stripped:
        begins += len(text[begins:ends]) - len(text[begins:ends].lstrip())
        yield begins, begins + len(stripped)


def _quotes(text: str) -> list[tuple[int, int]]:
    """Return the stretches between quotation marks; one left open runs on to the end."""
    found: list[tuple[int, int]] = []
    opened: int | None = None
    for match in QUOTED.finditer(text):
        mark = match[0]
        if (opened is None and mark in CLOSING) or (opened is None and _closes(text, match)):
            found.append((0 if not found else found[-1][1], match.end()))
        elif opened is None:
            opened = match.start()
        elif mark not in OPENING:
            found.append((opened, match.end()))
            opened = None
    if opened is not None:
        found.append((opened, len(text)))
    return found


def _closes(text: str, match: re.Match[str]) -> bool:
    """Tell whether the first straight mark of a paragraph closes what an earlier one opened."""
    before, after = text[: match.start()], text[match.end() : match.end() + 1]
    return bool(before[-1:].strip()) and before[-1] in ",.!?" and (not after or after in " ,.")
