"""The templates of the demo paper, from which its reporters begin."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Sequence
from html import escape
from typing import Any

from kabar.demo.manuscripts import EDITION
from kabar.sections.models import Section
from kabar.writing.models import StoryTemplate, TemplateByline


def lay_out(paper: str) -> int:
    """Make the templates that are missing in a paper; return how many there were."""
    written = tomllib.loads((EDITION / "templates.toml").read_text("utf-8"))["templates"]
    return sum(_missing(paper, **fields) for fields in written)


def _missing(
    paper: str, name: str, section: str, kicker: str, roles: Sequence[str], lines: Sequence[str]
) -> bool:
    if StoryTemplate.objects.filter(paper=paper, name=name).exists():
        return False
    template = StoryTemplate(
        paper=paper,
        name=name,
        section=Section.objects.filter(paper=paper, slug=section).first(),
        kicker=kicker,
        body=json.dumps([_block(line) for line in lines]),
    )
    template.bylines = [TemplateByline(role=role, sort_order=place) for place, role in enumerate(roles)]
    template.save()
    return True


def _block(line: str) -> dict[str, Any]:
    if line.startswith("# "):
        return {"type": "heading", "value": {"text": line[2:], "level": "2"}}
    if line.startswith("> "):
        return {"type": "quote", "value": {"text": line[2:], "who": "", "role": ""}}
    return {"type": "paragraph", "value": f"<p>{escape(line, quote=False)}</p>"}
