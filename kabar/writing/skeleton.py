"""The skeleton of a story: its blocks without what only this story says."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from kabar.stories.models import Story

BLANK = "…"


def skeleton_of(story: Story) -> str:
    """Return the body a template keeps, as a field takes it: headings stay, words are left to fill in."""
    blocks = [(block["type"], KEPT[block["type"]](block["value"])) for block in _kept(story)]
    return json.dumps([{"type": kind, "value": value} for kind, value in blocks])


def _kept(story: Story) -> list[dict[str, Any]]:
    """Return the blocks that make the kind; pictures, embeds and pointers belong to the one story."""
    return [block for block in story.body.raw_data if block["type"] in KEPT]


def _list(value: dict[str, Any]) -> dict[str, Any]:
    return {
        "ordered": value.get("ordered", False),
        "items": [f"<p>{BLANK}</p>"] * len(value.get("items") or []),
    }


def _table(value: dict[str, Any]) -> dict[str, Any]:
    columns = value.get("columns") or []
    return {
        "columns": columns,
        "rows": [{"values": [""] * len(columns)}],
        "caption": value.get("caption", ""),
    }


KEPT: dict[str, Callable[[Any], Any]] = {
    "paragraph": lambda value: f"<p>{BLANK}</p>",
    "heading": lambda value: value,
    "quote": lambda value: {"text": BLANK, "who": BLANK, "role": ""},
    "list": _list,
    "table": _table,
    "fact_box": lambda value: {"title": value.get("title") or BLANK, "body": f"<p>{BLANK}</p>"},
}
