"""What hangs on a story and travels with it: each department tells of its own and takes it in again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kabar.editions.models import Edition
from kabar.stories.models import Story

#: One line of an export; `story` is the number of its story where it comes from.
Record = dict[str, Any]
#: Finds the story here that had a number there; None when it did not come.
Find = Callable[[Any], Story | None]


@dataclass(frozen=True, slots=True)
class Companion:
    """A kind of record: how it is told, how it is known again, and how it is written down."""

    name: str
    told: Callable[[str], Iterator[Record]]
    is_here: Callable[[Record, Story], bool]
    take_in: Callable[[Record, Story, Edition, Find], None]


_companions: dict[str, Companion] = {}


def register(companion: Companion) -> None:
    """Have a kind of record travel with the stories; call it in an app's `ready`."""
    _companions[companion.name] = companion


def all_kinds() -> list[Companion]:
    """Return every kind, in the order they were registered."""
    return list(_companions.values())


# --- reading a line that a stranger may have written --------------------------------------------------------


def text(said: Record, name: str, longest: int = 0) -> str:
    """Return a text of a line, cut to what its column holds; raise ValueError for anything else."""
    value = said.get(name) or ""
    if not isinstance(value, str) or "\0" in value:
        raise ValueError(f"{name} is not text")
    return value[:longest] if longest else value


def instant(said: Record, name: str) -> datetime | None:
    """Return an instant of a line, with its offset; None when it has none."""
    if not said.get(name):
        return None
    read = datetime.fromisoformat(said[name])
    if read.tzinfo is None:
        raise ValueError(f"{name} has no offset")
    return read


def moment(said: Record, name: str) -> datetime:
    """Return an instant that a line must have."""
    read = instant(said, name)
    if read is None:
        raise ValueError(f"{name} is missing")
    return read


def one_of(choices: Any, said: Record, name: str) -> Any:
    """Return a member of an enum by its value; raise ValueError for another."""
    return choices(said.get(name))


def keys(said: Record, name: str) -> list[str]:
    """Return the keys of attributions that a line names."""
    from kabar.stories.attributions.passages import KEY

    named = said.get(name) or []
    if not isinstance(named, list) or not all(isinstance(key, str) and KEY.fullmatch(key) for key in named):
        raise ValueError(f"{name} are not keys of attributions")
    return named
