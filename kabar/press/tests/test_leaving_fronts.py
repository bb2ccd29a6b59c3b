"""A story that leaves readers or is corrected leaves every front at once, whoever placed it there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from kabar import clock
from kabar.audience.models import Reads
from kabar.audience.services import rank
from kabar.corrections.models import Kind
from kabar.corrections.services import Account, correct
from kabar.fronts import services as fronts
from kabar.fronts.models import Rule
from kabar.fronts.slots import LEAD, Choice, Place
from kabar.plates import Address, Piece, Plate
from kabar.press import services
from kabar.stories import services as stories
from kabar.stories.models import Story
from kabar.stories.rules import Ground
from kabar.stories.testing import a_draft, a_live_story, a_section, rina
from kabar.topics.models import Topic

pytestmark = pytest.mark.django_db(transaction=True)
WRONG = "Koperasi dibubarkan"


def printed(path: str) -> Plate:
    plate = services.print_page(Address("localhost:8000", path))
    assert isinstance(plate, Plate), path
    return plate


def main_of(path: str) -> str:
    html = b"".join(part.plain for part in printed(path).parts if isinstance(part, Piece)).decode()
    return html[html.index("<main") : html.index("</main")]


def about(topic: Topic, headline: str, section: str) -> Story:
    story = a_draft(headline, section=a_section(section))
    story.topics = [topic]
    stories.save_draft(story)
    stories.publish(story)
    return Story.objects.get(pk=story.pk)


def read_by_many(*read: Story) -> None:
    hour = clock.now().replace(minute=0, second=0, microsecond=0)
    for number, story in enumerate(read):
        Reads.objects.create(story=story, hour=hour, number=90 - number)
    rank()


def by_hand(story: Story) -> Choice:
    return Choice(story.pk)


def by_topic(story: Story) -> Choice:
    return Choice(rule=Rule.TOPIC, topic=story.topics.get().pk)


def by_section(story: Story) -> Choice:
    return Choice(rule=Rule.SECTION, of_section=story.section_id)


def by_readers(story: Story) -> Choice:
    read_by_many(story)
    return Choice(rule=Rule.MOST_READ)


def withdrawn(story: Story) -> None:
    stories.withdraw(story, by=rina(), reason="Diperiksa")


def killed(story: Story) -> None:
    stories.kill(story, by=rina(), reason="Melanggar privasi", ground=Ground.TRAUMA)


def corrected(story: Story) -> None:
    story.headline = "Koperasi tidak dibubarkan"
    stories.save_draft(story)
    correct(story, Account(Kind.CORRECTION, "Koperasi itu masih ada."), by=rina())


def moved(story: Story) -> None:
    """To another section, under another headline: only the front page may still show it."""
    story.section, story.headline = a_section("Ekonomi"), "Koperasi pindah"
    stories.save_draft(story)
    stories.publish(story)


@pytest.mark.parametrize("leaves", [withdrawn, killed, corrected, moved])
@pytest.mark.parametrize("placed", [by_hand, by_topic, by_section, by_readers])
def test_what_left_stands_on_no_front_whoever_placed_it(
    placed: Callable[[Story], Choice], leaves: Callable[[Story], Any]
) -> None:
    topic = Topic.objects.create(name="Koperasi", slug="koperasi")
    story = about(topic, WRONG, "Jeda")
    newer = None if placed is not by_section else clock.now() - timedelta(hours=1)
    for number in range(10):
        a_live_story(f"Berita {number}", section=a_section("Jeda"), at=newer)
    choices = {LEAD: placed(story)}
    for place in (Place("main"), Place("main", story.section)):
        fronts.arrange(place, choices, by=rina())
    for path in ("/", "/jeda/"):
        assert WRONG in main_of(path).partition("</article>")[0], "it leads until then"
    leaves(story)
    for path in ("/", "/jeda/"):
        assert WRONG not in main_of(path)
    if leaves is moved:
        assert "Koperasi pindah" not in main_of("/jeda/")


@pytest.mark.parametrize("rule", [Rule.TOPIC, Rule.MOST_READ, Rule.SECTION])
def test_a_sections_front_is_led_by_a_story_of_that_section_by_whatever_rule(rule: Rule) -> None:
    topic = Topic.objects.create(name="Koperasi", slug="koperasi")
    own = about(topic, "Koperasi di panggung", "Jeda")
    other = about(topic, "Koperasi naik bunga", "Ekonomi")
    a_live_story("Konser batal", section=own.section)
    read_by_many(other, own)
    meant = {Rule.TOPIC: {"topic": topic.pk}, Rule.SECTION: {"of_section": other.section_id}}
    choice = Choice(rule=rule, **meant.get(rule, {}))
    fronts.arrange(Place("main", own.section), {LEAD: choice}, by=rina())
    html = main_of("/jeda/")
    assert other.headline not in html
    if rule != Rule.SECTION:
        assert html.index(own.headline) < html.index("Konser batal")


def test_a_newer_story_on_the_topic_takes_the_lead_at_once() -> None:
    topic = Topic.objects.create(name="Koperasi", slug="koperasi")
    first = about(topic, "Koperasi di panggung", "Jeda")
    choice = Choice(rule=Rule.TOPIC, topic=topic.pk)
    fronts.arrange(Place("main", first.section), {LEAD: choice}, by=rina())
    assert first.headline in main_of("/jeda/").partition("</article>")[0]
    about(topic, "Koperasi di layar", "Jeda")
    assert "Koperasi di layar" in main_of("/jeda/").partition("</article>")[0]
