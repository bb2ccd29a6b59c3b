"""What must be reprinted when something changes that stories name: an author, a topic, an agency, a section.

What stories carry in their own pages is found by `press_keys.name_of`; lists are few and reprinted whole.
"""

from __future__ import annotations

from collections.abc import Set

from django.conf import settings

from kabar.masthead.press_keys import face, imprint
from kabar.sections.models import Section
from kabar.sources.models import Distributor, Source
from kabar.staff.models import Author
from kabar.stories import press_keys
from kabar.topics.models import Topic

#: Of a section, what stands on its own front and in its feed alone, or nowhere; all else is in every menu.
ON_ITS_FRONT = frozenset({"description", "desk"})


def of_author(author: Author, changed: Set[str]) -> list[str]:
    """Return the keys of an author's page, of the stories and lists that carry the name, of every imprint."""
    papers = [paper.key for paper in settings.PAPER.papers]
    return [
        press_keys.author(author.pk),
        press_keys.name_of(author),
        *map(imprint, papers),
        *(key for paper in papers for key in _lists(paper)),
    ]


def of_topic(topic: Topic, changed: Set[str]) -> list[str]:
    """Return the keys of a topic's page, of the stories and feeds that carry it, and of the sitemap."""
    own = [press_keys.topic(topic.pk), press_keys.name_of(topic), press_keys.sitemap(topic.paper)]
    return [*own, *_lists(topic.paper)]


def of_distributor(distributor: Distributor, changed: Set[str]) -> list[str]:
    """Return the key of the stories an agency supplied."""
    return [press_keys.name_of(distributor)]


def of_source(source: Source, changed: Set[str]) -> list[str]:
    """Return the key of the stories that say something by a source, or by one that belongs to it."""
    return [press_keys.name_of(source)]


def of_section(section: Section, changed: Set[str]) -> list[str]:
    """Return the keys of a section's front, or of the whole paper when the menu or a label changes."""
    if changed and changed <= ON_ITS_FRONT:
        return [press_keys.section(section.pk), press_keys.sections(section.paper)]
    return [face(section.paper)]


def _lists(paper: str) -> list[str]:
    """Return the keys of a paper's fronts and feeds."""
    sections = Section.objects.filter(paper=paper).values_list("pk", flat=True)
    return [press_keys.front(paper), press_keys.feeds(paper), *map(press_keys.section, sections)]
