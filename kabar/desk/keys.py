"""The keys of the screen of the day."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kabar.masthead.shortcuts import Sheet, Shortcut, Words

TELL = "kabar:desk"


def _do(keys: str, what: str, label: Words) -> Shortcut:
    return Shortcut(keys, label, tell=TELL, detail=what)


THE_DAY = Sheet(
    "desk",
    _("The desk's day"),
    "#kabar-desk",
    (
        _do("j", "next", _("To the next card")),
        _do("k", "before", _("To the card before")),
        _do("l", "right", _("To the next band")),
        _do("h", "left", _("To the band before")),
        _do("arrowdown", "next", _("To the next card")),
        _do("arrowup", "before", _("To the card before")),
        _do("arrowright", "right", _("To the next band")),
        _do("arrowleft", "left", _("To the band before")),
        Shortcut("enter", _("Open the card")),
        _do("a", "assign", _("Assign")),
        _do("r", "review", _("File, approve or return")),
        _do("p", "press", _("Send to press")),
        _do("n", "note", _("Notes")),
        Shortcut("/", _("Search"), focus="#kabar-desk-search"),
    ),
)
