"""A page is printed once, hangs until it changes, and never carries anything of a reader's."""

import json
from concurrent.futures import ThreadPoolExecutor
from unittest.mock import patch

import pytest
from django.http import HttpResponse

from kabar.editions.models import Edition
from kabar.editions.signals import edition_opened
from kabar.plates import Address, Piece, Plate, Variant
from kabar.press import services
from kabar.press.render import reader_request, render
from kabar.stories import services as stories
from kabar.stories.rules import Ground
from kabar.stories.testing import a_live_story, a_section, rina

pytestmark = pytest.mark.django_db(transaction=True)

HOST = "localhost:8000"


def text_of(plate: Plate) -> str:
    return b"".join(part.plain for part in plate.parts if isinstance(part, Piece)).decode()


def at(path: str, **more) -> Address:
    return Address(HOST, path, **more)


def test_a_story_is_printed_with_its_headline_and_its_keys():
    story = a_live_story("Panen raya di lereng")
    plate = services.print_page(at(story.path))
    assert "Panen raya di lereng" in text_of(plate)
    assert f"story:{story.pk}" in plate.keys
    assert dict(plate.headers)["content-type"].startswith("text/html")


def test_what_hangs_fresh_is_not_rendered_again(machines):
    story = a_live_story()
    first = services.print_page(at(story.path))
    with patch("kabar.press.services.render", side_effect=AssertionError("rendered again")):
        assert services.print_page(at(story.path)) is first


def test_an_update_makes_the_page_stale_and_the_next_print_shows_it(machines):
    story = a_live_story("Lama")
    old = services.print_page(at(story.path))
    story.headline = "Baru sekali"
    stories.save_draft(story)
    stories.publish(story)
    assert not machines.generations.fresh(old)
    assert "Baru sekali" in text_of(services.print_page(at(story.path)))


def test_publishing_one_story_leaves_the_page_of_another_fresh(machines):
    first = a_live_story()
    plate = services.print_page(at(first.path))
    a_live_story()
    assert machines.generations.fresh(plate)
    assert "latest" in plate.fragments


def test_the_fragment_of_latest_stories_is_printed_apart_and_grows_old_with_each_story(machines):
    a_live_story("Yang pertama")
    fragment = services.print_page(at("/.fragment/latest"))
    assert "Yang pertama" in text_of(fragment)
    a_live_story("Yang kedua")
    assert not machines.generations.fresh(fragment)
    assert "Yang kedua" in text_of(services.print_page(at("/.fragment/latest")))


@pytest.mark.parametrize("path", ["/.fragment/latest", "/", "/global/"])
def test_while_the_new_fragment_or_front_is_printed_the_older_one_is_fresh(machines, path):
    a_live_story("Yang pertama", section=a_section(slug="global"))
    before = machines.rack.take(at(path))
    seen = []

    def looking(address, query=""):
        if address.path == path:
            seen.append(machines.generations.fresh(before))
        return render(address, query)

    with patch("kabar.press.services.render", looking):
        a_live_story("Yang kedua", section=a_section(slug="global"))
    after = machines.rack.take(at(path))
    assert seen == [True]
    assert not machines.generations.fresh(before)
    assert machines.generations.fresh(after)
    assert "Yang kedua" in text_of(after)


def test_a_fragment_that_other_news_overtook_is_printed_again(machines):
    first = a_live_story("Yang pertama")
    renders = []

    def overtaken(address, query=""):
        answer = render(address, query)
        if address.path == "/.fragment/latest":
            renders.append(address)
            if len(renders) == 1:
                services.make_stale(["latest:main"])
        return answer

    with patch("kabar.press.services.render", overtaken):
        services.announce(Edition.objects.latest("number"))
    assert len(renders) == 2
    fragment = machines.rack.take(at("/.fragment/latest"))
    assert machines.generations.fresh(fragment)
    assert first.headline in text_of(fragment)


@pytest.mark.parametrize("path", ["/.fragment/latest", "/"])
def test_what_cannot_be_printed_ahead_is_stale_all_the_same(machines, path):
    a_live_story("Yang pertama")
    before = machines.rack.take(at(path))
    with patch("kabar.press.services.render", side_effect=RuntimeError("kertas habis")):
        services.announce(Edition.objects.latest("number"))
    assert not machines.generations.fresh(before)


def test_news_told_once_is_not_announced_again(machines):
    a_live_story("Yang pertama")
    a_live_story("Yang kedua")
    page = services.print_page(at("/.fragment/latest"))
    assert services.catch_up() == 0
    assert machines.generations.fresh(page)


def test_every_printing_of_a_fragment_that_hangs_turns(machines):
    a_live_story("Yang pertama")
    services.print_page(at("/.fragment/latest", variant=Variant.LITE))
    a_live_story("Yang kedua")
    lite = machines.rack.take(at("/.fragment/latest", variant=Variant.LITE))
    assert machines.generations.fresh(lite)
    assert "Yang kedua" in text_of(lite)
    assert machines.rack.take(at("/.fragment/latest", variant=Variant.MEMBER)) is None


def test_by_the_time_the_editor_is_told_the_front_is_printed(machines):
    story = a_live_story("Terbit pagi ini")
    for path in ("/", story.path, f"/{story.section.slug}/", "/.fragment/latest"):
        hanging = machines.rack.take(at(path))
        assert hanging is not None, path
        assert machines.generations.fresh(hanging), path


def test_a_killed_story_is_taken_down_in_every_variant(machines):
    story = a_live_story()
    for variant in Variant:
        services.print_page(at(story.path, variant=variant))
    stories.kill(story, by=rina(), reason="Melanggar embargo", ground=Ground.COUNCIL)
    assert all(machines.rack.take(at(story.path, variant=variant)) is None for variant in Variant)


def test_a_killed_story_leaves_the_front_before_the_next_is_printed(machines):
    story = a_live_story()
    before = machines.rack.take(at("/"))
    seen = []

    def looking(address, query=""):
        seen.append(machines.generations.fresh(before))
        return render(address, query)

    with patch("kabar.press.services.render", looking):
        stories.kill(story, by=rina(), reason="Melanggar embargo", ground=Ground.COUNCIL)
        services.print_page(at("/"))
    assert seen and not any(seen)


def test_a_page_that_is_gone_or_missing_is_never_hung(machines):
    story = a_live_story()
    stories.kill(story, by=rina(), reason="Melanggar embargo", ground=Ground.COUNCIL)
    for path, status in ((story.path, 410), ("/tidak/ada", 404)):
        answer = services.print_page(at(path))
        assert answer.status_code == status
        assert machines.rack.take(at(path)) is None


def test_many_who_ask_for_one_new_page_wait_for_one_render():
    renders = []

    def slow(address, query=""):
        renders.append(address)
        answer = HttpResponse("halaman")
        answer.press_keys = ("satu",)
        return answer

    with patch("kabar.press.services.render", slow), ThreadPoolExecutor(16) as readers:
        plates = list(readers.map(lambda _: services.print_page(at("/baru")), range(64)))
    assert len(renders) == 1
    assert {plate.etag for plate in plates} == {plates[0].etag}


def test_a_print_begun_before_a_change_is_stale_at_birth(machines):
    story = a_live_story("Sebelum")

    def changed_meanwhile(address, query=""):
        answer = render(address, query)
        services.make_stale([f"story:{story.pk}"])
        return answer

    services.make_stale([f"story:{story.pk}"])
    with patch("kabar.press.services.render", changed_meanwhile):
        plate = services.print_page(at(story.path))
    assert not machines.generations.fresh(plate)


def test_an_edition_whose_process_died_before_telling_anyone_is_found(machines):
    story = a_live_story("Akan hilang")
    plate = services.print_page(at(story.path))
    edition_opened.disconnect(dispatch_uid=None, receiver=_receiver())
    try:
        story.headline = "Ditemukan kembali"
        stories.save_draft(story)
        with patch("kabar.press.receivers.services.reprint"):
            stories.publish(story)
        assert machines.generations.fresh(plate)
    finally:
        edition_opened.connect(_receiver())
    assert services.catch_up() == 1
    assert not machines.generations.fresh(plate)


def _receiver():
    from kabar.press.receivers import make_pages_stale

    return make_pages_stale


def test_counters_that_were_lost_do_not_replay_the_archive(machines):
    for _ in range(3):
        a_live_story()
    machines.generations.edition = 0
    with patch("kabar.press.services.FEW", 1):
        assert services.catch_up() == 1
    assert machines.generations.edition == Edition.objects.latest("number").number


def test_a_restored_backup_leaves_nothing_hanging_from_its_future(machines):
    story = a_live_story()
    services.print_page(at(story.path))
    machines.generations.edition = 10_000
    services.catch_up()
    assert machines.rack.take(at(story.path)) is None


def test_nothing_of_a_reader_reaches_the_render():
    request = reader_request(at("/"), "")
    assert request.COOKIES == {}
    assert not hasattr(request, "session")
    assert not hasattr(request, "user")
    assert not [
        name
        for name in request.META
        if name.startswith("HTTP_") and name not in ("HTTP_HOST", "HTTP_X_FORWARDED_PROTO")
    ]


def test_the_newsstand_asks_at_the_door_and_gets_a_plate(client):
    story = a_live_story("Lewat pintu")
    answer = client.post(
        "/.press/print",
        json.dumps({"host": HOST, "path": story.path, "query": "", "variant": "ads"}),
        content_type="application/json",
    )
    assert answer["Content-Type"] == "application/x-kabar-plate"
    assert "Lewat pintu" in text_of(Plate.from_bytes(answer.content))


@pytest.mark.parametrize(
    "asked", ["", "[]", '{"host": 1}', '{"host":"x","path":"/","query":"","variant":"gold"}']
)
def test_a_door_that_is_asked_nonsense_says_so(client, asked):
    assert client.post("/.press/print", asked, content_type="application/json").status_code == 400


def test_only_known_parameters_reach_the_address_of_a_plate(client):
    asked = []
    body = {"host": HOST, "path": "/global/", "query": "x=1&halaman=2&y=3", "variant": "ads"}
    with patch(
        "kabar.press.views.print_page", lambda address, query: asked.append(address) or HttpResponse()
    ):
        client.post("/.press/print", json.dumps(body), content_type="application/json")
    assert asked == [at("/global/", query="halaman=2")]
