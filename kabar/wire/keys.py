"""The keys of the wire's screen."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kabar.masthead.shortcuts import Sheet, Shortcut, Words

TELL = "kabar:wire"


def _do(keys: str, what: str, label: Words) -> Shortcut:
    return Shortcut(keys, label, tell=TELL, detail=what)


THE_WIRE = Sheet(
    "wire",
    _("The wire"),
    "#kabar-wire",
    (
        _do("j", "next", _("To the next item")),
        _do("k", "before", _("To the item before")),
        _do("arrowdown", "next", _("To the next item")),
        _do("arrowup", "before", _("To the item before")),
        Shortcut("enter", _("Read the item")),
        _do("t", "take", _("Take it into a story")),
        _do("x", "aside", _("Put it aside")),
        Shortcut("/", _("Search"), focus="#kabar-wire-search"),
    ),
)
