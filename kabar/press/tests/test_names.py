"""A changed name is reprinted where it stands, and nowhere else."""

import pytest
from django.db import transaction

from kabar.plates import Address, Piece
from kabar.press import services
from kabar.sources.models import Distributor
from kabar.staff.models import Author
from kabar.staff.recorded import enter
from kabar.stories.testing import a_live_story, a_section
from kabar.topics.models import Topic

pytestmark = pytest.mark.django_db(transaction=True)


class Paper:
    """A paper of two stories, all of its pages printed."""

    def __init__(self, machines):
        self.machines = machines
        self.topic = Topic.objects.create(paper="main", name="Pemilu", slug="pemilu")
        self.agency = Distributor.objects.create(name="Antara", slug="antara")
        named = {"topics": [self.topic], "distributor": self.agency}
        self.named = a_live_story("Beras naik", names=("Ayu Lestari",), **named).path
        self.other = a_live_story("Panen raya", names=("Budi Santoso",), section=a_section("Daerah")).path
        for path in self.paths:
            services.print_page(Address("localhost:8000", path))

    @property
    def paths(self):
        lists = ("/", "/global/", "/rss.xml", "/global/rss.xml", "/penulis/ayu-lestari/", "/topik/pemilu/")
        others = ("/penulis/budi-santoso/", "/susunan-redaksi/", "/sitemap-0.xml")
        return (self.named, self.other, *lists, *others)

    def fresh(self):
        hanging = {path: self.machines.rack.take(Address("localhost:8000", path)) for path in self.paths}
        return {path for path, plate in hanging.items() if plate and self.machines.generations.fresh(plate)}

    def hanging(self, path):
        """What a reader gets without a print."""
        return plain(self.machines.rack.take(Address("localhost:8000", path)))


@pytest.fixture
def paper(machines):
    return Paper(machines)


def change(thing, **fields):
    """Change something as its form does."""
    with transaction.atomic():
        for name, value in fields.items():
            setattr(thing, name, value)
        thing.save()
        enter("change", thing, None, set(fields))


def text_of(path):
    return plain(services.print_page(Address("localhost:8000", path)))


def plain(plate):
    return b"".join(part.plain for part in plate.parts if isinstance(part, Piece)).decode()


def test_an_authors_name_changes_on_their_stories_and_lists(paper):
    change(Author.objects.get(slug="ayu-lestari"), name="Ayu L. Wulandari")
    fresh = paper.fresh()
    assert {paper.other, "/topik/pemilu/", "/penulis/budi-santoso/", "/sitemap-0.xml"} <= fresh
    stale = {paper.named, "/rss.xml", "/global/rss.xml", "/penulis/ayu-lestari/", "/susunan-redaksi/"}
    assert not fresh & stale
    for path in (paper.named, "/rss.xml", "/global/rss.xml", "/penulis/ayu-lestari/"):
        assert "Ayu L. Wulandari" in text_of(path), path


def test_a_topics_name_changes_on_its_stories_and_in_feeds(paper):
    change(paper.topic, name="Pemilu 2029")
    assert {paper.other, "/penulis/ayu-lestari/", "/penulis/budi-santoso/"} <= paper.fresh()
    for path in (paper.named, "/rss.xml", "/topik/pemilu/"):
        assert "Pemilu 2029" in text_of(path), path


def test_an_agencys_name_changes_on_its_stories_alone(paper):
    before = paper.fresh()
    change(paper.agency, name="Kantor Berita Antara")
    assert paper.fresh() == before - {paper.named}
    assert "Kantor Berita Antara" in text_of(paper.named)


def test_a_sections_description_stands_on_its_front_alone(paper):
    before = paper.fresh()
    change(a_section("Global"), description="Dunia dari sini")
    assert before - paper.fresh() == {"/global/rss.xml"}
    assert "Dunia dari sini" in paper.hanging("/global/") and "Dunia dari sini" not in paper.hanging("/")


def test_a_sections_name_stands_in_every_menu(paper):
    change(a_section("Global"), name="Dunia")
    assert paper.fresh() == {"/", "/global/"}
    assert "Dunia" in text_of(paper.other)
    assert all("Dunia" in paper.hanging(path) for path in paper.fresh())
