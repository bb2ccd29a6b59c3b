"""What the aids see in a draft and say without insisting: each a check of `stories.checklist`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from kabar.stories.checklist import Finding
from kabar.stories.markup import inline
from kabar.stories.models import Story
from kabar.stories.structured import LONGEST_HEADLINE
from kabar.writing.counting import words_in, words_of
from kabar.writing.headlines import similar
from kabar.writing.links import known, links_of
from kabar.writing.models import CheckedLink

#: Words of a body: below, a reader misses something; above, and without a heading, gets lost.
#: A gallery tells by its pictures.
SHORT, SHORT_WITH_GALLERY, LONG = 120, 40, 900
LONG_PARAGRAPH = 110
SHORT_HEADLINE = 3
#: What a template leaves for the writer to fill in: "[Siapa, di mana, kapan]", or dots.
TO_FILL = re.compile(r"\s*(?:\[[^\]]*\]|…|\.\.\.)\s*")


def headline_fits(draft: Story) -> Iterable[Finding]:
    """A headline too long is cut off by search engines; one word says too little."""
    headline = draft.headline.strip()
    if len(headline) > LONGEST_HEADLINE:
        yield Finding(
            _("The headline has %(signs)d characters; search engines cut it off after %(most)d.")
            % {"signs": len(headline), "most": LONGEST_HEADLINE},
            field="headline",
            name="long-headline",
        )
    elif headline and words_in(headline) < SHORT_HEADLINE:
        yield Finding(_("The headline says little in so few words."), field="headline", name="short-headline")


def standfirst_there(draft: Story) -> Iterable[Finding]:
    """Without a standfirst, lists and search engines have only the headline."""
    if not draft.standfirst.strip():
        yield Finding(
            _("The standfirst is missing; lists and search engines show it."),
            field="standfirst",
            name="no-standfirst",
        )


def length_fits(draft: Story) -> Iterable[Finding]:
    """A story is neither a note nor a wall."""
    words = words_of(draft)
    kinds = {block["type"] for block in draft.body.raw_data}
    shortest = SHORT_WITH_GALLERY if "gallery" in kinds else SHORT
    if 0 < words < shortest:
        yield Finding(
            _("The story has %(words)d words; readers expect at least %(least)d.")
            % {"words": words, "least": shortest},
            field="body",
            name="short",
        )
    if words > LONG and "heading" not in kinds:
        yield Finding(
            _("The story has %(words)d words and no heading; one every few hundred helps on a phone.")
            % {"words": words},
            field="body",
            name="long",
        )
    yield from _long_paragraphs(draft)


def _long_paragraphs(draft: Story) -> Iterator[Finding]:
    for block in _blocks(draft, "paragraph"):
        words = words_in(inline.text_of(block["value"] or ""))
        if words > LONG_PARAGRAPH:
            yield Finding(
                _("This paragraph has %(words)d words; part it.") % {"words": words},
                block=block.get("id") or "",
                name="long-paragraph",
            )


def filled_in(draft: Story) -> Iterable[Finding]:
    """What a template left to fill in does not go to press unnoticed."""
    for block in draft.body.raw_data:
        texts = list(_said(block["value"]))
        if any(TO_FILL.fullmatch(text) for text in texts):
            yield Finding(
                _("A blank of the template is not filled in yet."), block=block.get("id") or "", name="blank"
            )


def links_answer(draft: Story) -> Iterable[Finding]:
    """A link leads somewhere; what is not known yet is asked elsewhere, by a job."""
    links = links_of(draft)
    rows = known(links) if links else {}
    for url, block in links.items():
        row = rows.get(url)
        if row and row.answer == CheckedLink.Answer.GONE:
            yield Finding(
                _("This link does not answer (%(said)s): %(url)s") % {"said": row.said, "url": url},
                block=block,
                name=f"dead:{row.mark}",
            )


def nothing_alike(draft: Story) -> Iterable[Finding]:
    """Two of a house should not write the same story in one week without knowing."""
    for story in similar(draft.headline, paper=draft.paper, besides=draft.pk):
        yield Finding(
            _("A headline much like this one stands in this week's paper or drafts: “%(headline)s”.")
            % {"headline": story.headline},
            field="headline",
            name=f"alike:{story.pk}",
        )


CHECKS = {
    "headline": headline_fits,
    "standfirst": standfirst_there,
    "length": length_fits,
    "blanks": filled_in,
    "links": links_answer,
    "alike": nothing_alike,
}


def _blocks(draft: Story, kind: str) -> Iterator[dict[str, Any]]:
    return (block for block in draft.body.raw_data if block["type"] == kind)


def _said(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield inline.text_of(value)
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _said(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _said(inner)
