"""A front is arranged slot by slot: by hand, by rules, until hours; previewed, planned, returned to."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.test import Client
from django.urls import reverse

from kabar import clock
from kabar.fronts import queries, rules, services
from kabar.fronts.models import Arrangement, Rule
from kabar.fronts.slots import Choice, Place, band
from kabar.masthead.pages import keys_of
from kabar.schedule.models import PlannedAct, Stand
from kabar.schedule.services import embargo
from kabar.schedule.testing import in_an_hour, look_once, time_passes
from kabar.staff.models import AuditEntry, Desk, User
from kabar.staff.roles import Role, establish, give
from kabar.stories import services as stories
from kabar.stories.refusals import StateConflict
from kabar.stories.testing import a_draft, a_live_story, a_section, rina
from kabar.topics.models import Topic

FRONT = Place("main")


def shown(client, path="/"):
    html = client.get(path).content.decode()
    return html[html.index("<main") : html.index("</main")]


@pytest.fixture(scope="module")
def three_days(django_db_setup, django_db_blocker):
    """A paper of three days, printed once; its first story nothing but a hand would bring to the top."""
    with django_db_blocker.unblock(), transaction.atomic():
        begins = clock.now() - timedelta(days=3)
        first = a_live_story("Banjir surut", at=begins, section=a_section("Daerah"))
        for number in range(26):
            a_live_story(
                f"Berita {number:02d}", section=a_section(), at=begins + timedelta(minutes=number + 1)
            )
        yield first
        transaction.set_rollback(True)


@pytest.fixture
def old(three_days):
    """That story; what a test does is taken back."""
    with transaction.atomic():
        yield three_days
        transaction.set_rollback(True)


def test_every_slot_holds_the_story_placed_there(client, old):
    others = list(queries.choosable(FRONT))[20:24]
    slots = dict(zip(("lead", "below-2", "beside-1", "beside-4"), [old, *others], strict=False))
    services.arrange(FRONT, {slot: Choice(story.pk) for slot, story in slots.items()}, by=rina())
    html = shown(client)
    lead, below = html.index("lead-headline"), html.index("front-below")
    assert html.index(">Banjir surut<") < below
    assert lead < html.index(f">{slots['below-2'].headline}<") < html.index("front-beside")
    assert html.index("front-beside") < html.index(f">{slots['beside-1'].headline}<")


def test_no_story_stands_twice_whoever_placed_it(client, old):
    newest = queries.choosable(FRONT)[0]
    choices = {"beside-2": Choice(newest.pk), band(old.section_id): Choice(old.pk), "lead": Choice()}
    services.arrange(FRONT, choices, by=rina())
    html = shown(client)
    made_up = html[: html.index("front-latest")] + html[html.index('class="bands"') :]
    assert made_up.count(f">{newest.headline}<") == 1
    assert made_up.count(">Banjir surut<") == 1


def test_one_story_in_two_slots_is_refused(old):
    with pytest.raises(ValidationError):
        services.arrange(FRONT, {"lead": Choice(old.pk), "below-1": Choice(old.pk)}, by=rina())


def test_a_slot_may_be_filled_by_a_topic_or_a_section(client, old):
    volcano = Topic.objects.create(name="Gunung api", slug="gunung-api")
    erupted = a_draft("Merapi tenang", section=a_section())
    erupted.topics = [volcano]
    stories.save_draft(erupted)
    stories.publish(erupted, at=clock.now() - timedelta(days=4))
    choices = {
        "lead": Choice(rule=Rule.TOPIC, topic=volcano.pk),
        "below-1": Choice(rule=Rule.SECTION, of_section=old.section_id),
    }
    services.arrange(FRONT, choices, by=rina())
    html = shown(client)
    assert html.index(">Merapi tenang<") < html.index("front-below") < html.index(">Banjir surut<")
    assert html.index(">Banjir surut<") < html.index("front-beside")


def test_the_most_read_is_the_newest_until_somebody_counts(client, old, monkeypatch):
    services.arrange(FRONT, {"lead": Choice(rule=Rule.MOST_READ)}, by=rina())
    assert shown(client).index(">Berita 25<") < shown(client).index("front-below")
    monkeypatch.setattr(rules, "_counting", [lambda paper: [old.pk]])
    assert shown(client).index(">Banjir surut<") < shown(client).index("front-below")


def test_a_front_without_arrangement_asks_no_more_than_before(client, old, django_assert_max_num_queries):
    services.arrange(FRONT, {"lead": Choice(old.pk), "below-1": Choice(rule=Rule.MOST_READ)}, by=rina())
    client.get("/")
    # Two of them ask for the most read: for the slot, and for their block.
    with django_assert_max_num_queries(11):
        client.get("/")


def test_a_story_placed_before_its_hour_is_not_shown_before_it(client, old):
    secret = a_draft("Bank dijual")
    embargo(secret, in_an_hour(), by=rina())
    services.arrange(FRONT, {"lead": Choice(secret.pk)}, by=rina())
    services.arrange(Place("main", secret.section), {"lead": Choice(secret.pk)}, by=rina())
    for path in ("/", "/global/"):
        assert "Bank dijual" not in client.get(path).content.decode()
    with time_passes(hours=1, seconds=1):
        look_once()
        assert shown(client).index(">Bank dijual<") < shown(client).index("front-below")
        assert "Bank dijual" in shown(client, "/global/")
    assert "front:main" in keys_of(client.get("/"))


def test_a_front_planned_for_an_hour_changes_then_and_once(client, old):
    services.plan_arrangement(FRONT, {"lead": Choice(old.pk)}, in_an_hour(), by=rina())
    assert queries.standing(FRONT) is None
    with time_passes(hours=1, seconds=1):
        look_once()
        look_once()
    assert queries.led_by_hand(FRONT) == old
    assert Arrangement.objects.count() == 1
    assert PlannedAct.objects.get().state == Stand.DONE


def test_a_front_of_rules_alone_is_planned_shown_in_the_schedule_and_returned_from(client, old):
    topic = Topic.objects.create(name="Jembatan", slug="jembatan")
    services.arrange(FRONT, {"lead": Choice(old.pk)}, by=rina())
    rule = Choice(rule=Rule.TOPIC, topic=topic.pk)
    planned = services.plan_arrangement(FRONT, {"lead": rule}, in_an_hour(), by=rina())
    client.force_login(rina())
    screen = client.get(reverse("schedule:index")).content.decode()
    assert f'href="{reverse("fronts_newsroom:front")}">Halaman: halaman depan</a>' in screen
    assert reverse("schedule:change", args=[planned.pk, "cancel"]) in screen
    with time_passes(hours=1, seconds=1):
        look_once()
        assert queries.choices_of(FRONT) == {"lead": rule}
    before = queries.history(FRONT)[1]
    services.return_to(before, by=rina())
    assert queries.led_by_hand(FRONT) == old


def test_a_planned_front_is_called_off(client, old):
    planned = services.plan_arrangement(FRONT, {}, in_an_hour(), by=rina())
    client.force_login(rina())
    client.post(reverse("schedule:change", args=[planned.pk, "cancel"]))
    with time_passes(hours=1, seconds=1):
        look_once()
    assert queries.standing(FRONT) is None
    assert AuditEntry.objects.latest("pk").act == "cancel plan"


def test_a_front_is_not_planned_with_a_story_still_under_embargo_then(old):
    secret = a_draft("Bank dijual")
    embargo(secret, in_an_hour() + timedelta(hours=5), by=rina())
    with pytest.raises(ValidationError, match="Bank dijual"):
        services.plan_arrangement(FRONT, {"lead": Choice(secret.pk)}, in_an_hour(), by=rina())


def test_a_story_has_its_place_until_its_hour(client, old):
    services.arrange(FRONT, {"beside-1": Choice(old.pk, until=in_an_hour())}, by=rina())
    assert ">Banjir surut<" in shown(client)[: shown(client).index("bands")]
    with time_passes(hours=1, seconds=1):
        assert look_once() > 0
        html = shown(client)
        assert ">Banjir surut<" not in html[: html.index("bands")]
    assert AuditEntry.objects.filter(act="end placing").count() == 1


def test_of_two_editors_the_second_is_told_that_the_front_changed(old):
    services.arrange(FRONT, {"lead": Choice(old.pk)}, by=rina(), instead_of=None)
    seen = queries.standing(FRONT).pk
    services.arrange(FRONT, {}, by=rina(), instead_of=seen)
    for stale in (seen, None):
        with pytest.raises(StateConflict):
            services.arrange(FRONT, {"lead": Choice(old.pk)}, by=rina(), instead_of=stale)


def test_an_earlier_arrangement_returns_without_what_was_taken_down(client, old):
    gone = queries.choosable(FRONT)[3]
    first, _edition = services.arrange(FRONT, {"lead": Choice(old.pk), "below-1": Choice(gone.pk)}, by=rina())
    services.arrange(FRONT, {}, by=rina())
    stories.kill(gone, by=rina(), reason="Melanggar privasi", ground="trauma")
    services.return_to(first, by=rina())
    assert {slot: choice.story for slot, choice in queries.choices_of(FRONT).items()} == {"lead": old.pk}
    assert queries.standing(FRONT).returns_to == first


def test_editors_arrange_their_own_sections_and_the_front_page_together(old):
    establish()
    desk = Desk.objects.create(name="Olahraga", slug="olahraga")
    mine, theirs = (
        a_section("Olahraga", desk=desk),
        a_section("Dunia", desk=Desk.objects.create(slug="dunia")),
    )
    budi = User.objects.create_user("budi")
    give(budi, Role.EDITOR, desk)
    for place in (FRONT, Place("main", mine)):
        services.arrange(place, {}, by=budi)
    with pytest.raises(PermissionDenied):
        services.arrange(Place("main", theirs), {}, by=budi)
    with pytest.raises(ValidationError):
        # A draft of another desk cannot be placed by somebody who may not even see it.
        services.arrange(FRONT, {"lead": Choice(a_draft("Rahasia", section=theirs).pk)}, by=budi)


@pytest.fixture
def desk(old):
    client = Client()
    client.force_login(rina())
    return client


SCREEN = "/redaksi/fronts/page/"


def sent(**changes):
    slots = ["lead", "below-1", "below-2", *(f"beside-{n}" for n in range(1, 5))]
    return {**{f"{slot}-rule": "latest" for slot in slots}, **changes}


def test_stories_change_places_by_buttons_and_nothing_is_lost_meanwhile(desk, old):
    form = sent(**{"below-1-story": old.pk, "do": "up:below-1", "words": "banjir"})
    html = desk.post(SCREEN, form).content.decode()
    lead = html[html.index('id="id_lead-story"') : html.index('id="id_below-1-story"')]
    assert f'<option value="{old.pk}" selected>' in lead
    assert queries.standing(FRONT) is None


def test_the_preview_is_the_real_page_and_nobody_else_sees_it(desk, client, old):
    secret = a_draft("Bank dijual")
    embargo(secret, in_an_hour(), by=rina())
    page = desk.post(SCREEN + "preview/", sent(**{"lead-story": secret.pk, "below-2-story": old.pk}))
    html = page.content.decode()
    assert html.index(">Bank dijual<") < html.index("front-below") < html.index(">Banjir surut<")
    assert "no-store" in page["Cache-Control"]
    assert keys_of(page) == ()
    assert "Bank dijual" not in shown(client)


def test_an_editor_puts_a_front_to_press_plans_one_and_returns(desk, client, old):
    desk.post(SCREEN, sent(**{"lead-story": old.pk, "do": "press", "basis": ""}))
    assert queries.led_by_hand(FRONT) == old
    first = queries.standing(FRONT)
    desk.post(SCREEN, sent(do="press", basis=first.pk))
    assert queries.led_by_hand(FRONT) is None
    there = clock.local(in_an_hour(), clock.WIB)
    hour = {"at-day": f"{there:%Y-%m-%d}", "at-time": f"{there:%H:%M:%S}", "at-zone": clock.WIB}
    desk.post(SCREEN, sent(**{"lead-story": old.pk, "do": "plan", **hour}))
    assert PlannedAct.objects.filter(state=Stand.WAITING).count() == 1
    assert "Kembali ke ini" in desk.get(SCREEN).content.decode()
    desk.post(reverse("fronts_newsroom:return", args=[first.pk]))
    assert queries.led_by_hand(FRONT) == old


def test_what_cannot_be_is_said_beside_the_field(desk, old):
    answer = desk.post(SCREEN, sent(**{"lead-story": old.pk, "lead-until": "besok", "do": "press"}))
    assert b"error-message" in answer.content
    assert queries.standing(FRONT) is None
    twice = desk.post(SCREEN, sent(**{"lead-story": old.pk, "below-1-story": old.pk, "do": "press"}))
    assert "berdiri dua kali" in twice.content.decode()
