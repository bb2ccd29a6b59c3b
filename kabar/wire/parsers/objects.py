"""JSON from outside: values of the type one expects, whatever was sent, and a note of what was read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from kabar.wire.parsers.refusals import Malformed

LARGEST = 20 * 1024 * 1024
LONGEST_FIELD, MOST_OBJECTS = 20_000, 100_000


def loaded(data: bytes) -> Any:
    """Return what JSON says; Malformed names line and column."""
    if len(data) > LARGEST:
        raise Malformed(f"longer than {LARGEST >> 20} MB")
    if data.count(b"{") > MOST_OBJECTS:
        raise Malformed(f"more than {MOST_OBJECTS:,} objects")
    try:
        return json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise Malformed("not UTF-8", f"byte {error.start}") from None
    except json.JSONDecodeError as error:
        raise Malformed(f"not JSON: {error.msg}", f"{error.lineno}:{error.colno}") from None
    except RecursionError:
        raise Malformed("nested too deep") from None
    except ValueError as error:
        raise Malformed(f"not JSON: {error}"[:160]) from None


class Said:
    """An object whose names are asked for in small letters; the rest can be told at the end."""

    def __init__(self, value: Mapping[str, Any]) -> None:
        self.value = {str(name).lower(): each for name, each in value.items()}
        self.named = {str(name).lower(): str(name) for name in value}
        self.read: set[str] = set()

    def __contains__(self, name: str) -> bool:
        return self.value.get(name) not in (None, "", [], {})

    def any(self, name: str) -> Any:
        """Return a value as it is."""
        self.read.add(name)
        return self.value.get(name)

    def text(self, *names: str) -> str:
        """Return the first of some names that says something, as one line."""
        for name in names:
            found = self.any(name)
            if isinstance(found, (str, int, float)) and not isinstance(found, bool) and str(found).strip():
                return " ".join(str(found)[:LONGEST_FIELD].split())
        return ""

    def long(self, name: str) -> str:
        """Return a text as it is written, its lines kept."""
        found = self.any(name)
        return found if isinstance(found, str) else ""

    def many(self, name: str) -> list[Any]:
        """Return a list; one thing alone is a list of one."""
        found = self.any(name)
        if isinstance(found, list):
            return found
        return [] if found in (None, "") else [found]

    def objects(self, name: str) -> list[Said]:
        """Return the objects of a list."""
        return [Said(each) for each in self.many(name) if isinstance(each, dict)]

    def number(self, name: str, most: int) -> int | None:
        """Return a whole number between 1 and the most it may be."""
        said = self.text(name)
        return (
            int(said)
            if said.isascii() and said.isdigit() and len(said) < 8 and 0 < int(said) <= most
            else None
        )

    def rest(self) -> dict[str, Any]:
        """Return what was not read and says something."""
        return {
            self.named[name]: each
            for name, each in self.value.items()
            if name not in self.read and each not in (None, "", [], {})
        }
