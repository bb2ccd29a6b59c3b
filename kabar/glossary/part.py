"""The words explained on a story's page: each leads from where it is first used to its meaning below."""

from __future__ import annotations

from dataclasses import replace

from django.conf import settings
from django.template.loader import get_template
from django.utils.safestring import mark_safe

from kabar.glossary import queries
from kabar.glossary.explaining import Explainer, anchor
from kabar.glossary.models import Term
from kabar.glossary.press_keys import glossary
from kabar.masthead.asking import ReaderRequest
from kabar.stories.body import PrintedBlock
from kabar.stories.models import Story
from kabar.stories.parts import Part, Place

MET = "terms_met"


def explain(story: Story, body: list[PrintedBlock]) -> list[PrintedBlock]:
    """Return the body with its terms marked; a story in another language than its paper's has none."""
    paper = settings.PAPER.for_key(story.paper)
    explainer = Explainer(queries.terms(paper.key) if story.language == paper.language else [])
    marked = [replace(block, html=mark_safe(explainer.marked(block.html))) for block in body]
    story.__dict__[MET] = explainer.met
    return marked


def render(request: ReaderRequest, story: Story) -> str:
    """Return the meanings, empty for a story without terms."""
    met: list[Term] = story.__dict__.get(MET, [])
    if not met:
        return ""
    context = {
        "terms": [(anchor(term), term) for term in met],
        "paper": request.paper,
        "written": story.language,
    }
    return get_template("kabar/glossary/part.html").render(context)


def keys(story: Story) -> tuple[str, ...]:
    """Return what alters them: any word of the paper's glossary."""
    return (glossary(story.paper),)


PART = Part("glossary", Place.AFTER_BODY, render, keys=keys, body=explain, rank=5)
