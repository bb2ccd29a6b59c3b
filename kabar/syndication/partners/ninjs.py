"""Stories as ninjs 3.1 (IPTC News in JSON)."""

from __future__ import annotations

import json
from typing import Any

from kabar.config import Paper
from kabar.masthead.printed_time import machine
from kabar.stories.markup.inline import text_of
from kabar.stories.models import State, Story, Takedown
from kabar.syndication.feed import body_html, creators
from kabar.syndication.partners.queries import Given
from kabar.syndication.passed_on import Reach, goes_out

STANDARD = {
    "name": "ninjs",
    "version": "3.1",
    "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json",
}
KIND = "application/json; charset=utf-8"
#: What a state means to a partner who may have printed the story.
GONE = {State.WITHDRAWN: "withheld", State.KILLED: "canceled"}


def document(paper: Paper, address: str, given: Given) -> bytes:
    """Return a package of items."""
    items = [*(item(paper, story) for story in given.stories), *(gone(paper, each) for each in given.gone)]
    said = {
        "uri": address,
        "type": "composite",
        "standard": STANDARD,
        "versionCreated": machine(given.changed, paper.zone),
        "language": paper.language,
        "copyrightHolder": paper.name,
        "associations": [{"name": f"item-{number}", **each} for number, each in enumerate(items, start=1)],
    }
    return json.dumps(said, ensure_ascii=False).encode()


def item(paper: Paper, story: Story) -> dict[str, Any]:
    """Return a story as an item."""
    html = body_html(paper, story, Reach.PARTNERS)
    words = text_of(html)
    said: dict[str, Any] = {
        **_identity(paper, story),
        "representationType": "full",
        "pubStatus": "usable",
        "version": version(story),
        "versionCreated": machine(changed(story), paper.zone),
        "firstCreated": machine(story.created_at, paper.zone),
        "contentCreated": machine(story.first_published_at, paper.zone) if story.is_dated else "",
        "language": story.language,
        "copyrightHolder": paper.name,
        "slugline": story.slugline,
        "located": story.dateline_place,
        "by": ", ".join(creators(story)),
        "edNote": "; ".join(str(label.text) for label in story.labels),
        "headlines": [{"role": "main", "value": story.headline}],
        "descriptions": [{"role": "summary", "value": story.standfirst}] if story.standfirst else [],
        "bodies": [
            {
                "role": "main", "contentType": "text/html", "charCount": len(words),
                "wordCount": len(words.split()), "value": html,
            }
        ],
        "subjects": [{"name": name} for name in (story.section.name, *(t.name for t in story.topics.all()))],
        "associations": picture(paper, story),
    }  # fmt: skip
    return {name: value for name, value in said.items() if value}


def gone(paper: Paper, takedown: Takedown) -> dict[str, Any]:
    """Return a story that was taken down, without a word of it."""
    return {
        **_identity(paper, takedown.story),
        "pubStatus": GONE[State(takedown.becomes)],
        "version": str(int(takedown.at.timestamp())),
        "versionCreated": machine(takedown.at, paper.zone),
        "edNote": takedown.reason,
    }


def _identity(paper: Paper, story: Story) -> dict[str, Any]:
    return {"uri": paper.address + (story.path or "/"), "type": "text", "standard": STANDARD}


def changed(story: Story) -> Any:
    """Return when a story last changed for its readers."""
    return story.last_published_at or story.first_published_at or story.created_at


def version(story: Story) -> str:
    """Return a number that grows with every version of a story."""
    return str(int(changed(story).timestamp()))


def picture(paper: Paper, story: Story) -> list[dict[str, Any]]:
    """Return the lead picture, if it is the paper's own to pass on."""
    shown = story.lead_picture if goes_out(story.lead_picture, paper, Reach.PARTNERS) else None
    printed = shown.printed("whole") if shown else None
    if shown is None or printed is None:
        return []
    address = paper.address + printed.jpeg
    caption = story.lead_caption or shown.caption or shown.alt
    said = {
        "name": "lead", "uri": address, "type": "picture", "by": shown.credit,
        "descriptions": [{"role": "caption", "value": caption}] if caption else [],
        "renditions": [
            {"name": "main", "href": address, "contentType": "image/jpeg", "width": printed.width,
             "height": printed.height}
        ],
    }  # fmt: skip
    return [{name: value for name, value in said.items() if value}]
