"""Words explained where stories use them first, on their pages and nowhere else."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from kabar.glossary.explaining import Explainer
from kabar.glossary.models import Term
from kabar.staff.recorded import enter
from kabar.stories.models import Story
from kabar.stories.testing import a_live_story, rina

pytestmark = pytest.mark.django_db


def a_term(word: str = "BNPB", meaning: str = "Badan <penanggulangan> bencana.", **told: Any) -> Term:
    return Term.objects.create(word=word, meaning=meaning, **told)


def a_story(*paragraphs: str, **told: Any) -> Story:
    return a_live_story("Air naik", body=[("paragraph", f"<p>{each}</p>") for each in paragraphs], **told)


def test_a_word_leads_to_its_meaning_below_where_it_is_used_first(client: Any) -> None:
    term = a_term()
    story = a_story("Kata BNPB, air naik.", "BNPB diam.")
    html = client.get(story.path).content.decode()
    link = f'<a class="explained" role="doc-glossref" href="#term-{term.pk}">BNPB</a>'
    assert html.count(link) == html.count('class="explained"') == 1
    assert f"Kata {link}, air" in html
    assert (
        f'<dt id="term-{term.pk}" tabindex="-1">BNPB</dt><dd>Badan &lt;penanggulangan&gt; bencana.</dd>'
        in html
    )


def test_a_story_without_such_words_and_one_in_another_language_say_nothing(client: Any) -> None:
    a_term("air"), a_term("SAR")
    for story in (a_story("Tanpa kata itu."), a_story("The SAR team left.", language="en", slug="en")):
        assert "glossary" not in client.get(story.path).content.decode()


@pytest.mark.once
@pytest.mark.parametrize(
    ("words", "html", "met"),
    [
        (["BPK"], "<p>BPKP dan BPK-RI memeriksa.</p>", []),
        (["BPK"], "<p>(BPK) memeriksa.</p>", ["BPK"]),
        (["hukum acara", "hukum"], "<p>hukum acara dan hukum.</p>", ["hukum acara", "hukum"]),
        (["KPK"], '<p><a href="/x">Gedung KPK</a> sepi.</p>', []),
        (["KPK"], '<p><abbr title="K">KPK</abbr> dan KPK.</p>', ["KPK"]),
        (["class"], '<p class="class">Kata.</p>', []),
        (["amp"], "<p>Roti &amp; susu.</p>", []),
        (["R&D"], "<p>Dana R&amp;D naik.</p>", ["R&D"]),
        (["bpk"], "<p>BPK</p>", []),
    ],
)
def test_words_are_whole_and_links_are_left_alone(words: list[str], html: str, met: list[str]) -> None:
    explainer = Explainer([Term(pk=number, word=word) for number, word in enumerate(words, 1)])
    marked = explainer.marked(html)
    assert [term.word for term in explainer.met] == met
    assert marked.count("explained") == len(met)
    assert (marked == html) == (not met)


@pytest.mark.once
def test_other_spellings_are_the_same_word() -> None:
    explainer = Explainer([Term(pk=1, word="BPJS", also=" B.P.J.S. , Bepejees")])
    marked = explainer.marked("<p>Kartu B.P.J.S. hilang; BPJS diam.</p>")
    assert marked.count("explained") == 1 and ">B.P.J.S.</a>" in marked


def test_a_word_too_short_to_be_one_is_refused() -> None:
    with pytest.raises(ValidationError) as refused:
        Term(word="a", meaning="x").full_clean()
    assert list(refused.value.message_dict) == ["word"]


def test_the_newsroom_keeps_a_word_once_a_paper(client: Any) -> None:
    client.force_login(rina())
    said = {"word": " BNPB ", "also": "", "meaning": "Badan penanggulangan bencana."}
    for _ in range(2):
        answer = client.post(reverse("glossary:add"), said)
    assert "BNPB" in answer.content.decode()
    assert [(term.paper, term.word) for term in Term.objects.all()] == [("main", "BNPB")]


def test_a_change_reprints_the_stories_of_its_paper(client: Any) -> None:
    from kabar.editions.models import Edition
    from kabar.stories.views import keys_of

    story = a_story("Kata BNPB.")
    enter("begin", a_term(), rina())
    assert list(Edition.objects.latest("number").keys) == ["glossary:main"]
    assert "glossary:main" in keys_of(story)
