"""Every way a reader of two papers can go from page to page leads somewhere."""

from __future__ import annotations

import re
import sys
from dataclasses import replace
from importlib import reload
from urllib.parse import urljoin, urlsplit

import pytest
from django.test import Client
from django.urls import clear_url_caches

from kabar.config.paper import ENGLISH_WORDS, Words
from kabar.corrections.models import Kind
from kabar.corrections.services import Account, correct
from kabar.live.testing import told_live
from kabar.series.models import Series
from kabar.series.services import join
from kabar.sisters import services
from kabar.sources.testing import a_source
from kabar.stories import services as stories
from kabar.stories.attributions.models import Attribution
from kabar.stories.testing import a_live_story, rina
from kabar.topics.models import Topic

pytestmark = pytest.mark.django_db

HOME, THERE = "localhost:8000", "desa.example"
LINK = re.compile(r"<(?:a|link)\b[^>]*?\bhref=\"([^\"]+)\"[^>]*>")
#: What hangs on the newsstand or lies among the files is answered by neither paper itself.
NOT_OURS = ("/-/", "/static/", "/media/")


def topic(name, paper):
    return Topic.objects.create(paper=paper, name=name, slug=name.lower())


def links(page, at):
    for href in LINK.findall(page):
        asked = urlsplit(urljoin(at, href.replace("&amp;", "&")))
        if asked.netloc in (HOME, THERE) and not asked.path.startswith(NOT_OURS):
            yield asked._replace(fragment="").geturl()


def walk(*begins):
    """Follow every link of two papers; return what answers no reader, linked where, and everything seen."""
    came_from = dict.fromkeys(begins, "")
    waiting, broken = list(begins), []
    while waiting:
        url = waiting.pop()
        asked = urlsplit(url)
        path = f"{asked.path}?{asked.query}" if asked.query else asked.path
        answer = Client(HTTP_HOST=asked.netloc).get(path)
        if answer.status_code >= 400:
            broken.append((answer.status_code, url, came_from[url]))
        elif answer.headers["Content-Type"].startswith("text/html"):
            fresh = [link for link in links(answer.content.decode(), url) if link not in came_from]
            came_from |= dict.fromkeys(fresh, url)
            waiting += dict.fromkeys(fresh)
    return broken, set(came_from)


def spell_addresses():
    """Read the addresses again, in the words of the papers there are now."""
    named = [name for name in sys.modules if name.startswith("kabar.") and name.endswith("urls")]
    for name in sorted(named, key=lambda name: (name == "kabar.urls", name)):
        reload(sys.modules[name])
    clear_url_caches()


@pytest.fixture
def village(village, settings):
    """The sister's section, every address of hers in English."""
    before = settings.PAPER
    words = Words(**{**ENGLISH_WORDS, "newsroom": before.words.newsroom})
    settings.PAPER = replace(before, sisters=(replace(before.sisters[0], words=words),))
    spell_addresses()
    yield village
    settings.PAPER = replace(before, sisters=())
    spell_addresses()


@pytest.fixture
def two_papers(bridge, village):
    """Stories of both papers with all that a page can point to, some of them lent."""
    flood, sea = topic("Banjir", "main"), topic("Flood", "desa")
    before = a_live_story("Jembatan retak", topics=[flood])
    own = a_live_story("Harvest begins", section=village, language="en", topics=[sea, flood])
    rich = a_live_story(
        "Jembatan diperiksa",
        topics=[flood],
        names=("Ayu Lestari", "Budi Hartono"),
        attributions=[Attribution(key="warga", origin=a_source("Wati", role="warga"))],
        body=[
            ("paragraph", '<p><span data-attribution="warga">Dua lajur, kata Wati.</span></p>'),
            ("also_read", {"story": before.pk, "title": "", "url": ""}),
            ("also_read", {"story": own.pk, "title": "", "url": ""}),
        ],
    )
    draft = rich.get_latest_revision_as_object()
    draft.headline = "Jembatan diperiksa lagi"
    stories.save_draft(draft)
    correct(rich, Account(Kind.CORRECTION, "Dua lajur, bukan tiga.", serious=True), by=rina())
    services.translates(rich, own, by=rina())
    parts = Series.objects.create(name="Jembatan Palu", section=rich.section)
    for story in (before, rich):
        join(story, parts, by=rina())
    told = a_live_story("Jembatan, menit demi menit")
    told_live(told)
    return [services.offer(story, village, by=rina()) for story in (bridge, before, rich, told)]


def test_every_link_of_both_papers_answers(two_papers):
    broken, seen = walk(f"http://{HOME}/", f"http://{THERE}/")
    assert broken == []
    assert {f"http://{THERE}{loan.path}" for loan in two_papers} <= seen
    assert {f"http://{HOME}/penulis/budi-hartono/", f"http://{HOME}/topik/banjir/"} <= seen
    page = Client(HTTP_HOST=THERE).get(two_papers[1].path).content.decode()
    assert '<bdi lang="id">Jembatan Palu</bdi>' in page and 'lang="id">Jembatan diperiksa lagi</bdi>' in page
    assert {f"http://{HOME}/cara-kami-bekerja/", f"http://{THERE}/topic/flood/"} <= seen
