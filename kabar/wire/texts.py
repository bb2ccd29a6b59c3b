"""What an item says, in words: for searching, comparing, and telling what changed."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kabar.masthead.printed_time import exactly
from kabar.stories.markup.inline import text_of
from kabar.wire.models import Item

#: Changed paragraphs are quoted up to here.
LONGEST = 240


def paragraphs_of(said: dict[str, Any]) -> list[str]:
    """Return the paragraphs and headings of an item's text."""
    found = []
    for block in said.get("blocks") or []:
        value = block["value"]
        if isinstance(value, str):
            found.append(text_of(value))
        elif block["type"] == "list":
            found += [text_of(each) for each in value.get("items", [])]
        else:
            found.append(str(value.get("text", "")))
    return [line for line in found if line]


def words_of(item: Item) -> str:
    """Return the headline, the summary and the text."""
    said = item.said
    return "\n".join([item.headline, item.slugline, said.get("summary", ""), *paragraphs_of(said)])


def changes(before: Item, after: Item) -> list[str]:
    """Return what a newer version says otherwise, a line each, the headline first."""
    lines = []
    if before.headline != after.headline:
        lines.append(_("Headline: “%(was)s” → “%(now)s”") % {"was": before.headline, "now": after.headline})
    if before.embargo != after.embargo:
        lines.append(_embargo_of(after))
    was, now = paragraphs_of(before.said), paragraphs_of(after.said)
    for tag, first, last, start, end in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        if tag in ("replace", "delete"):
            lines += [_("No longer: %s") % _short(line) for line in was[first:last]]
        if tag in ("replace", "insert"):
            lines += [_("Now: %s") % _short(line) for line in now[start:end]]
    if len(lines) > 8:
        left = len(lines) - 8
        lines = [*lines[:8], ngettext("and %d more change", "and %d more changes", left) % left]
    return lines


def _embargo_of(item: Item) -> str:
    if item.embargo is None:
        return _("Its agency says no more of an embargo; lift ours if that is meant.")
    zone = settings.PAPER.for_key(item.paper).zone
    return _("Under embargo until %s") % exactly(item.embargo, zone)


def _short(line: str) -> str:
    return line if len(line) <= LONGEST else line[: LONGEST - 1].rsplit(" ", 1)[0] + "…"
