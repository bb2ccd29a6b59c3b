"""What the templates of the fronts may say: `{% load fronts %}`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import template
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from kabar.fronts import films as rails
from kabar.fronts.films import Film
from kabar.masthead import clippings
from kabar.masthead.press_keys import face
from kabar.stories import press_keys
from kabar.stories.models import Story

register = template.Library()


@register.simple_tag(takes_context=True)
def teaser(context: template.Context, story: Story, **manner: str | bool) -> SafeString:
    """Print a story as it stands in a list; the same one stands on several fronts and is rendered once."""
    paper = context["paper"]
    name = ("teaser", paper.key, get_language(), story.pk, *sorted(manner.items()))
    found = clippings.find(name)
    if found is None:
        around: Any = context.flatten()
        html = get_template("kabar/masthead/teaser.html").render({**around, **manner, "story": story})
        found = clippings.keep(name, html, [press_keys.story(story.pk), face(paper.key)])
    return mark_safe(found)


@register.simple_tag(takes_context=True)
def film_rail(context: template.Context, films: Sequence[Film]) -> SafeString:
    """Print the films that are left to the front's rail; the same ones are rendered once."""
    paper = context["paper"]
    name = ("rail", paper.key, get_language(), *(film.story.pk for film in films))
    html = clippings.kept(name, rails.keys(paper.key), lambda: rails.rail(context["request"], films))
    return mark_safe(html)
