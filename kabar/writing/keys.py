"""The keys of the story form; docs/reference/keys.md is made from them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kabar.masthead.shortcuts import Sheet, Shortcut, Words

INSERT, JUMP = "kabar:insert-block", "kabar:jump-block"


def _insert(key: str, kind: str, label: Words) -> Shortcut:
    return Shortcut(f"alt+shift+{key}", label, tell=INSERT, detail=kind)


THE_STORY = Sheet(
    "story",
    _("Writing a story"),
    "#w-editor-form .kabar-headline",
    (
        Shortcut("mod+s", _("Keep the draft")),
        Shortcut("mod+p", _("Preview the page")),
        Shortcut("mod+shift+enter", _("Send to press"), press=".kabar-send"),
        Shortcut("alt+shift+c", _("Checks"), press="[data-side-panel-toggle=writing-checks]"),
        Shortcut("alt+shift+j", _("To the headline"), focus="#id_headline"),
        Shortcut("alt+shift+t", _("To the standfirst"), focus="#id_standfirst"),
        Shortcut("alt+shift+arrowdown", _("To the next block"), tell=JUMP, detail="1"),
        Shortcut("alt+shift+arrowup", _("To the block before"), tell=JUMP, detail="-1"),
        _insert("p", "paragraph", _("New paragraph below")),
        _insert("h", "heading", _("New heading below")),
        _insert("k", "quote", _("New quote below")),
        _insert("l", "list", _("New list below")),
        _insert("g", "picture", _("New picture below")),
        _insert("f", "fact_box", _("New fact box below")),
        _insert("b", "also_read", _("New “also read” below")),
    ),
)
