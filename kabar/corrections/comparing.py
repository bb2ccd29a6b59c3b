"""Two versions of a text compared, sentence by sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from kabar.corrections.texts import Passage

#: What stands between passages while they are compared; no sentence begins so.
BREAK = "\0"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of sentences: kept, deleted or inserted."""

    what: str
    text: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A passage of the comparison: where it stands, and its pieces."""

    where: str
    pieces: list[Piece]

    @property
    def changed(self) -> bool:
        """Whether anything in it was changed."""
        return any(piece.what != "kept" for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Change:
    """What one place said and what it says."""

    was: str
    now: str


def changes(before: Sequence[Any], after: Sequence[Any]) -> list[Change]:
    """Return every place that differs, in order."""
    old, new = _line(before), _line(after)
    return [
        Change(_joined(old[a:b]), _joined(new[c:d]))
        for what, a, b, c, d in _opcodes(old, new)
        if what != "equal" and (_joined(old[a:b]) or _joined(new[c:d]))
    ]


def side_by_side(before: Sequence[Any], after: Sequence[Any]) -> list[Shown]:
    """Return the whole text with what was deleted and what was inserted."""
    passages: list[Shown] = []
    for what, text in _marked(_line(before), _line(after)):
        if text.startswith(BREAK):
            passages.append(Shown(text[1:], []))
        elif passages:
            passages[-1].pieces.append(Piece(what, text))
    return [passage for passage in passages if passage.pieces]


def _line(passages: Sequence[Passage]) -> list[str]:
    """Return a text as one line of sentences with its breaks among them."""
    return [piece for where, said in passages for piece in (BREAK + where, *said)]


def _opcodes(old: list[str], new: list[str]) -> Sequence[tuple[str, int, int, int, int]]:
    return SequenceMatcher(None, old, new, autojunk=False).get_opcodes()


def _marked(old: list[str], new: list[str]) -> Iterator[tuple[str, str]]:
    for what, a, b, c, d in _opcodes(old, new):
        if what == "equal":
            yield from (("kept", text) for text in new[c:d])
            continue
        yield from (("deleted", text) for text in old[a:b])
        yield from (("inserted", text) for text in new[c:d])


def _joined(pieces: list[str]) -> str:
    return " ".join(piece for piece in pieces if not piece.startswith(BREAK))
