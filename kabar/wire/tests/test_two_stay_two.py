"""What differs in one field alone does not become one on the way into another paper."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.db import models
from django.test import Client

from kabar.pictures.models import Picture
from kabar.pictures.testing import a_picture
from kabar.series.models import Installment, Series
from kabar.sources.models import Distributor, Source
from kabar.sources.services import merge
from kabar.sources.testing import a_source
from kabar.staff.models import Author
from kabar.stories import services as newsroom
from kabar.stories.models import Attribution, Story
from kabar.stories.testing import a_live_story, a_section, rina
from kabar.topics.models import Topic
from kabar.video.models import Clip
from kabar.wire.reports import Report
from kabar.wire.services import export, import_stories
from kabar.wire.tests.test_whole_paper import a_new_paper, told

pytestmark = pytest.mark.django_db
CARDS: tuple[type[models.Model], ...] = (Author, Clip, Distributor, Picture, Series, Source, Topic)


def move(folder: Path) -> Report:
    """Take the paper out and into a new one."""
    export(settings.PAPER, folder)
    a_new_paper(same_numbers=True)
    return again(folder)


def again(folder: Path) -> Report:
    report = import_stories(settings.PAPER, folder / "stories.jsonl.gz")
    assert report.ok, report.problems
    return report


def rows() -> dict[type[models.Model], Any]:
    return {model: Counter(told(model)) for model in CARDS}


def page_of(headline: str) -> str:
    return Client().get(Story.objects.get(headline=headline).path or "").content.decode()


def a_twin(of: Picture, **fields: Any) -> Picture:
    """Return another picture of the same file."""
    facts = {name: getattr(of, name) for name in ("title", "description", "caption", "credit", "rights")}
    with of.file.open() as opened:
        return Picture.objects.create(file=ContentFile(opened.read(), "kembar.jpg"), **{**facts, **fields})


def a_photograph(**fields: Any) -> Picture:
    return a_picture(80, 60, title="Demo", **fields)


def a_claim(headline: str, source: Source, **fields: Any) -> None:
    story = a_live_story(headline)
    story.body.append(("paragraph", '<p><span data-attribution="abcd">Airnya naik.</span></p>'))
    story.attributions = [Attribution(key="abcd", origin=source, **fields)]
    newsroom.save_draft(story)
    newsroom.publish(story)


def test_two_pictures_of_one_file_keep_each_its_credit(tmp_path: Path) -> None:
    ani = a_photograph(credit="Ani/AFP", description="Dari kiri")
    budi = a_twin(ani, credit="Budi/Reuters", description="Dari kanan")
    a_live_story("Oleh Ani", lead_picture=ani)
    a_live_story("Oleh Budi", lead_picture=budi)
    before = rows()
    move(tmp_path)
    assert rows() == before
    assert "Ani/AFP" in page_of("Oleh Ani") and "Dari kiri" in page_of("Oleh Ani")
    assert "Budi/Reuters" in page_of("Oleh Budi") and "Dari kanan" in page_of("Oleh Budi")
    Picture.objects.filter(credit="Ani/AFP").update(credit="Ani Lestari/AFP")
    again(tmp_path)
    assert Picture.objects.count() == 2


def test_two_pictures_that_are_the_same_in_every_field_stay_two_and_none_is_doubled(tmp_path: Path) -> None:
    one = a_photograph()
    two = a_twin(one, created_at=one.created_at)
    Picture.objects.filter(pk=two.pk).update(created_at=one.created_at)
    export(settings.PAPER, tmp_path)
    for _turn in range(2):
        again(tmp_path)
        assert Picture.objects.count() == 2
    move(tmp_path)
    again(tmp_path)
    assert Picture.objects.count() == 2


def test_two_clips_that_differ_in_their_caption_stay_two(tmp_path: Path) -> None:
    facts = {"title": "Kali", "credit": "Sari", "address": "https://www.youtube.com/watch?v=abcdefg"}
    for caption in ("Pagi", "Malam", "Malam"):
        Clip.objects.create(caption=caption, **facts)
    before = rows()
    export(settings.PAPER, tmp_path)
    again(tmp_path)
    assert rows() == before
    move(tmp_path)
    assert rows() == before
    Clip.objects.filter(caption="Pagi").update(caption="Siang")
    again(tmp_path)
    assert Clip.objects.count() == 3


def test_two_sources_of_one_label_are_not_one(tmp_path: Path) -> None:
    label = {"kind": "person", "public_label": "pejabat senior"}
    kupang, ambon = (Source.objects.create(role=role, **label) for role in ("di Kupang", "di Ambon"))
    a_claim("Dari Kupang", kupang)
    a_claim("Dari Ambon", ambon)
    before = rows()
    move(tmp_path)
    assert rows() == before
    roles = Attribution.objects.values_list("story__headline", "origin__role").order_by("origin__role")
    assert set(roles) >= {("Dari Kupang", "di Kupang"), ("Dari Ambon", "di Ambon")}
    Source.objects.filter(role="di Ambon").update(role="di Ternate")
    again(tmp_path)
    assert Source.objects.count() == 2


def test_a_claim_keeps_the_way_it_came_though_one_on_it_was_merged_into_another(tmp_path: Path) -> None:
    once, now = a_source("Kantor Reuters"), a_source("Redaksi Reuters")
    a_claim("Kata Kirby", a_source("John Kirby"), via=[once.pk])
    merge(once, now, by=rina())
    move(tmp_path)
    assert set(Source.objects.values_list("public_label", flat=True)) == {"John Kirby", "Redaksi Reuters"}
    assert Attribution.objects.get().via == [Source.objects.get(public_label="Redaksi Reuters").pk]


def test_two_series_of_one_name_stay_two(tmp_path: Path) -> None:
    for number in (1, 2):
        place = a_section(f"Kota {number}")
        series = Series.objects.create(name="Banjir", begins_on=date(2022, 2, 24), section=place)
        Installment.objects.create(series=series, story=a_live_story(f"Hari {number}"), number=number)
    before = rows()
    move(tmp_path)
    again(tmp_path)
    assert rows() == before


def test_names_that_others_have_here_are_printed_as_they_were_there(tmp_path: Path) -> None:
    agency = Distributor.objects.create(name="Kantor Berita", slug="kantor")
    topic = Topic.objects.create(name="Banjir", slug="banjir")
    story = a_live_story("Hanyut", names=("Ayu Lestari",), distributor=agency)
    story.topics.set([topic])
    newsroom.save_draft(story)
    newsroom.publish(story)
    slug = Author.objects.get(name="Ayu Lestari").slug
    export(settings.PAPER, tmp_path)
    a_new_paper(same_numbers=True)
    Author.objects.create(name="Ayu Kinasih", slug=slug)
    Distributor.objects.create(name="Kantor Berita", slug="kantor-berita")
    Distributor.objects.create(name="Kantor Pos", slug="kantor")
    Topic.objects.create(name="Banjir Ambon", slug="banjir")
    report = again(tmp_path)
    page = page_of("Hanyut")
    assert "Ayu Lestari" in page and "Kinasih" not in page and "Banjir Ambon" not in page
    assert "Kantor Berita" in page and "Kantor Pos" not in page
    assert report.notes["authors whose address another has here"] == 1
    assert report.notes["topics whose address another has here"] == 1
    Author.objects.filter(name="Ayu Lestari").update(name="Ayu Lestari Putri")
    before = rows()
    assert again(tmp_path).unchanged == 1
    assert rows() == before
