"""Checks while writing: they warn at the right place, can be put aside, and keep nothing from press."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from kabar import clock
from kabar.fetching import Answer, Fetcher, FetchError
from kabar.jobs.models import Job
from kabar.stories import checklist, services
from kabar.stories.models import State, Story
from kabar.stories.testing import a_draft, a_killed_story, a_live_story, rina
from kabar.stories.tests.filled import form_of
from kabar.writing import links
from kabar.writing.findings import CHECKS
from kabar.writing.headlines import may_be_alike, similar, stems
from kabar.writing.models import CheckedLink, PutAside

pytestmark = pytest.mark.django_db
LONG = " ".join(["kata"] * 130)


def names(check, draft):
    return [finding.name.partition(":")[0] for finding in CHECKS[check](draft)]


def with_body(*blocks):
    return Story(
        headline="Judul",
        body=json.dumps(
            [{"type": kind, "value": value, "id": f"b{n}"} for n, (kind, value) in enumerate(blocks)]
        ),
    )


def test_a_headline_is_neither_too_long_nor_one_word():
    assert names("headline", Story(headline="a" * 111)) == ["long-headline"]
    assert names("headline", Story(headline="a" * 110 + " dua tiga"[:0])) == ["short-headline"]
    assert names("headline", Story(headline="Jembatan desa dibuka")) == []
    assert names("headline", Story(headline="")) == []


def test_a_missing_standfirst_is_said_at_its_field():
    assert [finding.field for finding in CHECKS["standfirst"](Story())] == ["standfirst"]
    assert names("standfirst", Story(standfirst="Ada.")) == []


def test_a_body_is_long_enough_and_not_a_wall():
    assert names("length", with_body(("paragraph", "<p>Baru mulai.</p>"))) == ["short"]
    assert names("length", with_body()) == []
    half = f"<p>{' '.join(['kata'] * 100)}</p>"
    assert names("length", with_body(*[("paragraph", half)] * 2)) == []
    assert names("length", with_body(*[("paragraph", half)] * 10)) == ["long"]
    heading = ("heading", {"text": "Sela", "level": "2"})
    assert names("length", with_body(heading, *[("paragraph", half)] * 10)) == []


def test_a_long_paragraph_is_named_by_its_block():
    draft = with_body(("paragraph", "<p>Pendek.</p>"), ("paragraph", f"<p>{LONG}</p>"))
    assert [finding.block for finding in CHECKS["length"](draft) if finding.name == "long-paragraph"] == [
        "b1"
    ]


def test_a_blank_of_a_template_is_seen_wherever_it_stands():
    draft = with_body(
        ("paragraph", "<p>[Siapa, di mana]</p>"), ("quote", {"text": "…", "who": "", "role": ""}),
        ("list", {"ordered": False, "items": ["<p>Isi</p>", "<p>…</p>"]}),
        ("paragraph", "<p>Kata [sic] biasa.</p>"),
    )  # fmt: skip
    assert [finding.block for finding in CHECKS["blanks"](draft)] == ["b0", "b1", "b2"]


class Web(Fetcher):
    """An outside of four addresses."""

    def fetch(self, url, *, method="GET", **_how):
        if "mati" in url:
            raise FetchError(f"{url}: Name or service not known")
        if "pendiam" in url and method == "HEAD":
            return Answer(url, 405, {}, b"")
        return Answer(url, 404 if "hilang" in url else 403 if "pagar" in url else 200, {}, b"")


def test_a_dead_link_is_said_once_it_was_asked_and_forgotten_after_a_day(monkeypatch):
    urls = [f"https://{name}.example/" for name in ("ada", "mati", "hilang", "pendiam", "pagar")]
    draft = with_body(
        ("paragraph", "".join(f'<a href="{url}">x</a>' for url in urls)), ("also_read", {"url": urls[0]})
    )
    assert list(links.links_of(draft)) == urls
    assert links.stale(urls) == urls
    assert names("links", draft) == []
    for url in urls:
        links.look(url, Web())
    assert [finding.message.rsplit(" ")[-1] for finding in CHECKS["links"](draft)] == [urls[1], urls[2]]
    assert links.stale(urls) == []
    CheckedLink.objects.update(at=clock.now() - links.FRESH - timedelta(minutes=1))
    assert links.stale(urls) == urls


def test_a_similar_headline_of_this_week_is_named_live_or_in_writing():
    live = a_live_story("Harga Cabai Rawit Naik Dua Kali Lipat di Pasar Kranggan")
    draft = a_draft("Cabai rawit di Pasar Kranggan, harganya naik dua kali lipat")
    a_draft("Rapat desa membahas irigasi sawah")
    a_killed_story(headline="Harga cabai rawit naik dua kali lipat di pasar")
    old = a_live_story("Harga cabai rawit naik dua kali lipat di Pasar Kranggan lagi")
    Story.objects.filter(pk=old.pk).update(created_at=clock.now() - timedelta(days=8))
    found = similar("Harga cabai rawit di Pasar Kranggan naik dua kali lipat", paper="main")
    assert {story.pk for story in found} == {live.pk, draft.pk}
    assert similar("Harga cabai rawit naik dua kali lipat di Pasar Kranggan", paper="lain") == []
    assert live.pk not in {story.pk for story in similar(live.headline, paper="main", besides=live.pk)}
    assert similar("Cabai naik", paper="main") == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Menyapu pantai, membersihkan sungai", "Sapu pantai bersihkan sungai"),
        ("Pemerintah memotong anggaran jembatan", "Perintah potong anggaran jembatan"),
        ("Mencari cerita penyair pesisir", "Cari cerita penyair pesisir"),
    ],
)
def test_no_headline_is_passed_over_because_its_words_wear_other_prefixes(one, other):
    shared = stems(one) & stems(other)
    assert len(shared) >= 3
    assert may_be_alike([stem[1:] for stem in stems(one)], other)
    assert may_be_alike([stem[1:] for stem in stems(other)], one)
    assert not may_be_alike([stem[1:] for stem in stems(one)], "Rapat desa membahas irigasi sawah")


def test_advice_keeps_nothing_from_press():
    story = a_draft("Satu")
    assert len(checklist.findings(story)) >= 3
    services.publish(story, by=rina())
    story.refresh_from_db()
    assert story.state == State.LIVE


@pytest.fixture
def desk():
    client = Client()
    client.force_login(rina())
    return client


def ask(desk, story, **changes):
    data = {**form_of(story, "Baru mulai.", **changes), "story": story.pk or ""}
    return desk.post(reverse("writing_findings"), data)


def test_the_panel_hears_about_the_draft_in_the_form_and_keeps_nothing(desk):
    story = a_draft("Judul lama")
    answer = ask(desk, story, headline="Satu").json()
    assert {"headline", "standfirst", "body"} <= {finding["field"] for finding in answer["findings"]}
    assert (answer["words"], answer["minutes"]) == (2, 1)
    story.refresh_from_db()
    assert story.headline == "Judul lama"
    assert story.revisions.count() == 1


def test_a_finding_put_aside_does_not_come_back_though_its_words_change(desk):
    story = a_draft("Judul lama")
    short = next(finding for finding in ask(desk, story).json()["findings"] if finding["field"] == "body")
    answer = desk.post(reverse("writing_put_aside"), {"story": story.pk, "key": short["key"]})
    assert answer.status_code == 204
    assert PutAside.objects.get().by == rina()
    data = {**form_of(story, "Kini ada lima kata."), "story": story.pk}
    assert short["key"] not in {
        finding["key"] for finding in desk.post(reverse("writing_findings"), data).json()["findings"]
    }


def test_what_keeps_a_story_from_press_cannot_be_put_aside(desk):
    story = a_draft("Judul lama")
    first = ask(desk, story, headline="").json()["findings"][0]
    assert first["blocks"]
    desk.post(reverse("writing_put_aside"), {"story": story.pk, "key": first["key"]})
    assert ask(desk, story, headline="").json()["findings"][0]["key"] == first["key"]


def test_links_of_the_form_are_asked_by_a_job_once(desk):
    story = a_draft()
    link = '{"blocks":[{"key":"a","text":"x","type":"unstyled","depth":0,"inlineStyleRanges":[],"entityRanges":[{"offset":0,"length":1,"key":0}]}],"entityMap":{"0":{"type":"LINK","mutability":"MUTABLE","data":{"url":"https://ada.example/"}}}}'
    data = {**form_of(story), "story": story.pk, "body-0-value": link}
    assert desk.post(reverse("writing_findings"), data).json()["links_asked"] == 1
    desk.post(reverse("writing_findings"), data)
    assert Job.objects.filter(task="kabar.writing.tasks.look_at_link").count() == 1


def test_a_form_that_cannot_be_read_waits(desk):
    assert desk.post(reverse("writing_findings"), {"headline": "Tanpa apa-apa"}).json() == {
        "incomplete": True
    }
