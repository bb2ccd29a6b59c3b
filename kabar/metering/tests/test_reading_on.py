"""Who reads on: members, whoever was given the story, known crawlers, and strangers a few times a month."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings as paper_settings
from django.test import Client

from kabar import clock
from kabar.config import Crawler
from kabar.metering import crawlers, queries
from kabar.metering import services as metering
from kabar.metering.models import Gift, MeteredRead
from kabar.passes import COOKIE, PassOffice
from kabar.readers import exports, services
from kabar.readers.erasures import forget_everywhere
from kabar.readers.testing import a_reader, signed_in
from kabar.stories.access import Access
from kabar.stories.testing import a_live_story

pytestmark = pytest.mark.django_db
BODY = [("paragraph", "<p>Bagian terbuka.</p>"), ("members_from", None), ("paragraph", "<p>Kenari emas.</p>")]


def closed(how=Access.METERED):
    return a_live_story(body=BODY, access=how)


@pytest.fixture
def sari():
    reader = a_reader("sari@example.id", name="Sari")
    services.grant(reader, "members_only", until=None, because="membership:17")
    return reader


def rest(client, story, **more):
    answer = client.get(f"/-/rest/{story.pk}", **more)
    assert answer["cache-control"] == "no-store"
    return answer.content.decode()


def opens(client, story, **more):
    return "Kenari emas." in rest(client, story, **more)


def test_a_member_reads_on_and_is_handed_a_pass_that_opens_this_paper_alone(sari):
    client, story = signed_in(Client(), sari), closed(Access.MEMBERS)
    answer = client.get(f"/-/rest/{story.pk}")
    given = PassOffice(paper_settings.SECRET_KEY).read(answer.cookies[COOKIE].value.encode())
    assert "Kenari emas." in answer.content.decode() and "Bagian terbuka." not in answer.content.decode()
    assert (given.variant, given.opens) == ("ads", "main")


def test_strangers_and_readers_who_are_no_members_meet_the_wall(sari):
    story = closed(Access.MEMBERS)
    for client in (Client(), signed_in(Client(), a_reader())):
        assert not opens(client, story) and "wall" in rest(client, story)
        whole = client.get(f"/-/whole/{story.pk}")
        assert whole.status_code == 402 and "Kenari emas." not in whole.content.decode()
    services.revoke(sari, "members_only", because="membership:17")
    assert not opens(signed_in(Client(), sari), story)


def test_a_stranger_reads_three_metered_stories_a_month_each_as_often_as_they_like(monkeypatch):
    client, stories = Client(), [closed() for _ in range(4)]
    assert [opens(client, story) for story in (*stories[:3], stories[0])] == [True] * 4
    assert "ke-3 dari 3" in rest(client, stories[2]) and not opens(client, stories[3])
    assert opens(Client(), stories[3]), "cleared cookies start anew"
    later = clock.now() + timedelta(days=32)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert opens(client, stories[3])


def test_a_meter_that_was_tampered_with_is_a_new_one_and_looking_ahead_counts_nothing():
    client, story = Client(), closed()
    answer = client.get(f"/-/rest/{story.pk}", headers={"sec-purpose": "prefetch"})
    assert (answer.status_code, client.cookies) == (204, {})
    opens(client, story)
    cookie = client.cookies["kabar_meter"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/-/", True, "Lax")
    client.cookies["kabar_meter"] = cookie.value.replace(str(story.pk), "")
    assert "ke-1 dari 3" in rest(client, closed())


def test_the_meter_of_an_account_goes_with_it_from_device_to_device():
    budi, stories = a_reader("budi@example.id"), [closed() for _ in range(4)]
    found = [opens(signed_in(Client(), budi), story) for story in stories]
    assert found == [True, True, True, False]
    assert len(exports.everything(budi)["metering"]["metered_reads"]) == 3


def test_a_gift_opens_its_story_to_anybody_until_it_ends_or_is_taken_back(sari):
    story = closed(Access.MEMBERS)
    given = metering.give(sari, story)
    link = queries.link_of(given)
    answer = Client().get(link)
    assert (answer.status_code, answer["cache-control"]) == (200, "no-store")
    assert "Kenari emas." in answer.content.decode() and "noindex" in answer.content.decode()
    assert Client().get(link[:-1] + ("a" if link[-1] != "a" else "b")).status_code == 404
    assert metering.give(sari, story) == given
    metering.take_back(sari, given.pk)
    assert Client().get(link)["location"] == story.path
    again = metering.give(sari, story)
    Gift.objects.filter(pk=again.pk).update(ends=clock.now())
    assert Client().get(queries.link_of(again))["location"] == story.path


def test_a_member_gives_so_many_stories_a_month_and_nobody_else_gives_any(sari, settings):
    settings.PAPER = replace(settings.PAPER, metering=replace(settings.PAPER.metering, gifts_a_month=1))
    first, second = closed(), closed()
    client = signed_in(Client(), sari)
    assert client.post("/akun/gifts/", {"act": "give", "story": first.pk}).status_code == 302
    assert "/-/gift/" in client.get("/akun/gifts/").content.decode()
    assert client.post("/akun/gifts/", {"act": "give", "story": second.pk}).status_code == 422
    budi = signed_in(Client(), a_reader())
    assert budi.post("/akun/gifts/", {"act": "give", "story": first.pk}).status_code == 422
    one = Gift.objects.get()
    budi.post("/akun/gifts/", {"act": "take-back", "gift": one.pk})
    assert queries.runs(Gift.objects.get())
    client.post("/akun/gifts/", {"act": "take-back", "gift": one.pk})
    assert not queries.runs(Gift.objects.get())


def test_of_an_erased_reader_neither_reads_nor_gifts_are_left(sari):
    story = closed()
    metering.give(sari, story)
    metering.count_read(sari, story, "2026-11", 3)
    forget_everywhere(sari)
    assert (Gift.objects.count(), MeteredRead.objects.count()) == (0, 0)


def test_an_open_story_has_no_rest_and_no_browser_reaches_the_plate():
    story = a_live_story()
    for path in (f"/-/rest/{story.pk}", f"/-/whole/{story.pk}", f"/.rest/{closed().pk}"):
        assert Client().get(path).status_code == 404


@pytest.fixture
def google(settings, monkeypatch):
    """A paper that lets one crawler in, and a DNS of our own that remembers what it was asked."""
    asked = []
    known = {"66.249.66.1": frozenset({"crawl-66-249-66-1.googlebot.com"}), "6.6.6.6": frozenset()}
    known["7.7.7.7"] = frozenset({"googlebot.com.penipu.example"})

    def resolve(address):
        asked.append(address)
        return known[address]

    crawler = Crawler("google", "Googlebot", (".googlebot.com",))
    settings.PAPER = replace(settings.PAPER, crawlers=(crawler,))
    monkeypatch.setattr(crawlers, "register", crawlers.Register(resolve))
    return asked


def visit(story, address, agent="Mozilla/5.0 (compatible; Googlebot/2.1)"):
    return opens(Client(), story, headers={"user-agent": agent, "x-forwarded-for": address})


def test_a_crawler_is_let_in_by_its_address_and_never_by_what_it_calls_itself(google):
    story = closed(Access.MEMBERS)
    assert visit(story, "66.249.66.1") and visit(story, "66.249.66.1")
    assert not visit(story, "6.6.6.6") and not visit(story, "7.7.7.7")
    assert not visit(story, "66.249.66.1", "Mozilla/5.0")
    assert google == ["66.249.66.1", "6.6.6.6", "7.7.7.7"], "each is asked once"


def test_without_a_rule_no_crawler_is_let_in():
    assert not visit(closed(Access.MEMBERS), "66.249.66.1")


def test_months_are_those_of_the_paper_s_own_zone(monkeypatch, settings):
    from kabar.metering import months

    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 30, 18, 0, tzinfo=UTC))
    assert months.this_month(settings.PAPER) == "2026-12"
