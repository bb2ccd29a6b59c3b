"""The key that asks who says so; the editor of the text listens for it itself."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kabar.masthead.shortcuts import Sheet, Shortcut

SOURCES = Sheet(
    "sources",
    _("Sources of a story"),
    "kabar-attributions",
    (Shortcut("mod+'", _("Who says so? Of the sentence, or the words selected")),),
)
