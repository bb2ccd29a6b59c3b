"""Keys of the newsroom: each department adds its sheet to the one cheat sheet behind `?` and Ctrl+/."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

Words = Promise | str
#: How the keys are written on the sheet; on a Mac `mod` is the command key.
LABELS = {"mod": "Ctrl", "alt": "Alt", "shift": "Shift", "ctrl": "Ctrl", "enter": "Enter"}
LABELS |= {"arrowdown": "↓", "arrowup": "↑", "arrowleft": "←", "arrowright": "→", "escape": "Esc"}
ON_A_MAC = {"mod": "⌘", "alt": "⌥", "ctrl": "^"}


@dataclass(frozen=True, slots=True)
class Shortcut:
    """Keys, such as `alt+shift+j`, and what they do: press or focus what a selector finds, or tell the page.

    `tell` is the name of an event on the document, for a script of the department; without any of the three
    the keys belong to someone else and are only listed.
    """

    keys: str
    label: Words
    press: str = ""
    focus: str = ""
    tell: str = ""
    #: What the event says besides, such as the kind of a block.
    detail: str = ""

    def spelled(self, labels: dict[str, str]) -> list[str]:
        """Return the caps to press, as printed on the keyboard."""
        return [labels.get(key, key.upper()) for key in self.keys.split("+")]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The keys of one screen; `on` is a selector that finds something only there."""

    name: str
    heading: Words
    on: str
    shortcuts: tuple[Shortcut, ...]


_sheets: dict[str, Sheet] = {}


def register(sheet: Sheet) -> None:
    """Put a sheet on the cheat sheet; call it in an app's `ready`."""
    _sheets[sheet.name] = sheet


def sheets() -> Iterable[Sheet]:
    """Return every sheet, in the order they were added."""
    return tuple(_sheets.values())


def printed(mac: bool) -> list[dict[str, Any]]:
    """Return the sheets for a keyboard, each shortcut with its caps spelled out."""
    labels = {**LABELS, **ON_A_MAC} if mac else LABELS
    return [
        {
            "sheet": sheet,
            "rows": [{"does": each, "caps": each.spelled(labels)} for each in sheet.shortcuts],
        }
        for sheet in sheets()
    ]
