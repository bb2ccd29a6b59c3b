"""Attributions: kept with the body, checked before press, printed for readers."""

import json

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from wagtail.test.utils.form_data import streamfield

from kabar.sources import services as book
from kabar.sources.models import Distributor, Kind
from kabar.sources.testing import a_source, an_official
from kabar.staff.models import AuditEntry, User
from kabar.staff.roles import Role, give
from kabar.stories import checklist, services
from kabar.stories.attributions import services as attributions
from kabar.stories.attributions.entries import as_data, read
from kabar.stories.attributions.models import Approval, Attribution, Terms
from kabar.stories.attributions.passages import passages
from kabar.stories.models import Story
from kabar.stories.testing import a_draft, rina
from kabar.stories.tests.filled import form_of

pytestmark = pytest.mark.django_db
KIRBY = "Itu tidak benar, kata John Kirby."


def said(key, words):
    return f'<span data-attribution="{key}">{words}</span>'


def a_sourced_draft(*attributions, words=KIRBY, **fields):
    """Return a draft whose passages carry the given attributions."""
    passages = "".join(f"<p>{said(each.key, words)}</p>" for each in attributions)
    story = a_draft(body=[("paragraph", passages + "<p>Hujan turun.</p>")], **fields)
    story.attributions = list(attributions)
    services.save_draft(story)
    return story


def kirby(key="kirby", **fields):
    return Attribution(**{"key": key, "origin": a_source("John Kirby", role="juru bicara"), **fields})


def official(key="pejabat", **fields):
    return Attribution(key=key, origin=an_official(), terms=Terms.BACKGROUND, **fields)


def publish(story):
    services.publish(story, by=rina())
    return Story.objects.get(pk=story.pk)


def newest(story):
    """Return the text of a story as its form last kept it."""
    return Story.objects.get(pk=story.pk).latest_revision.as_object()


def blocking(story):
    found = checklist.findings(story.get_latest_revision_as_object())
    return [str(each.message) for each in found if each.weight is checklist.Weight.BLOCKS]


def test_an_attribution_travels_with_the_versions_of_its_story():
    story = publish(a_sourced_draft(kirby()))
    draft = story.latest_revision.as_object()
    draft.attributions = [kirby(status="disputed")]
    services.save_draft(draft)
    assert Attribution.objects.get(story=story).status == "single_source"
    printed = story.revisions.order_by("pk")[1]
    assert printed.as_object().attributions.get().status == "single_source"
    publish(Story.objects.get(pk=story.pk))
    assert Attribution.objects.get(story=story).status == "disputed"


def test_what_came_from_the_wire_came_by_its_distributor(client):
    reuters = Distributor.objects.create(name="Reuters", slug="reuters")
    story = publish(a_sourced_draft(kirby(), distributor=reuters))
    html = client.get(story.path).content.decode()
    chain = html.split('class="chain"')[1].split("</p>")[0]
    assert chain.index("Reuters") < chain.index("John Kirby")
    assert "juru bicara" in chain


def test_via_is_derived_unless_an_editor_said_otherwise(client):
    reuters = Distributor.objects.create(name="Reuters", slug="reuters")
    tass = a_source("TASS", kind=Kind.AGENCY, interest="state_media")
    own = a_source("Liputan sendiri", kind=Kind.OWN_REPORTING)
    story = publish(
        a_sourced_draft(
            kirby(via=[tass.pk]), kirby("langsung", via=[]), Attribution(key="sendiri", origin=own),
            Attribution(key="reuters", origin=reuters.source), distributor=reuters,
        )
    )  # fmt: skip
    html = client.get(story.path).content.decode()
    chains = [piece.split("</p>")[0] for piece in html.split('class="chain"')[1:]]
    assert "TASS" in chains[0]
    assert "media negara" in chains[0]
    assert "Reuters" not in "".join(chains[:3])
    assert chains[3].count("Reuters") == 1


def test_the_reader_is_led_from_the_words_to_the_source_and_back(client):
    story = publish(a_sourced_draft(kirby(), kirby("lagi")))
    html = client.get(story.path).content.decode()
    for number in (1, 2):
        assert f'id="claim-{number}"' in html
        assert f'href="#source-{number}"' in html
        assert f'id="source-{number}"' in html
        assert f'href="#claim-{number}"' in html
    assert "Belum ada pihak lain yang membenarkan." in html
    assert "data-attribution" not in html
    assert '<details class="how-we-know"' in html


def test_a_story_without_attributions_says_nothing_of_them(client):
    story = publish(a_draft())
    assert "how-we-know" not in client.get(story.path).content.decode()


def test_feeds_carry_the_words_without_the_marks(client):
    publish(a_sourced_draft(kirby()))
    feed = client.get("/rss.xml").content.decode()
    assert KIRBY in feed
    assert "<span" not in feed
    assert "data-attribution" not in feed


def test_the_same_is_said_as_data(client):
    story = publish(a_sourced_draft(kirby(is_quote=True, evidence=[
        {"kind": "url", "ref": "https://pentagon.example/1", "private": False},
        {"kind": "recording", "ref": "RAHASIA-7", "private": True},
    ])))  # fmt: skip
    html = client.get(story.path).content.decode()
    article = json.loads(html.split('<script type="application/ld+json">')[1].split("</script>")[0])
    assert article["citation"][0]["@type"] == "Quotation"
    assert article["citation"][0]["spokenByCharacter"]["name"] == "John Kirby"
    assert article["citation"][0]["url"] == "https://pentagon.example/1"
    assert article["publishingPrinciples"].endswith("/cara-kami-bekerja/")
    assert article["publisher"]["unnamedSourcesPolicy"].endswith("/cara-kami-bekerja/#unnamed")
    assert "John Kirby" in article["backstory"]
    assert "RAHASIA-7" not in html


def test_what_speaks_against_a_claim_stands_on_both(client):
    story = publish(
        a_sourced_draft(kirby(status="disputed"), kirby("lawan", rel=[{"rel": "disputes", "to": "kirby"}]))
    )
    html = client.get(story.path).content.decode()
    assert "Dipersoalkan John Kirby (2)." in html
    assert "Mempersoalkan keterangan John Kirby (1)." in html


def test_an_unnamed_source_needs_a_reason_and_an_editor_in_chief(client):
    story = a_sourced_draft(official())
    assert "mengapa" in blocking(story)[0]
    story.attributions = [official(unnamed_reason="Ia terancam dipecat.")]
    services.save_draft(story)
    assert "Pemimpin redaksi" in blocking(story)[0]
    with pytest.raises(ValidationError):
        publish(story)
    attributions.approve(story, "pejabat", by=rina(), reason="Ia terancam dipecat.")
    assert blocking(story) == []
    html = client.get(publish(story).path).content.decode()
    assert "Ia terancam dipecat." in html
    entry = AuditEntry.objects.get(act="approve source")
    assert entry.details["reason"] == "Ia terancam dipecat."


def test_an_approval_is_for_the_source_the_terms_and_the_reason():
    story = a_sourced_draft(official(unnamed_reason="Ia terancam."))
    attributions.approve(story, "pejabat", by=rina())
    same = {"key": "pejabat", "unnamed_reason": "Ia terancam."}
    for changed in (
        official(unnamed_reason="Ia malu."),
        Attribution(**same, origin=an_official("orang dalam"), terms=Terms.BACKGROUND),
        Attribution(**same, origin=an_official(), terms=Terms.DEEP_BACKGROUND),
    ):
        story.attributions = [changed]
        services.save_draft(story)
        assert blocking(story)
    story.attributions = [official(unnamed_reason="Ia terancam.")]
    services.save_draft(story)
    assert blocking(story) == []


def test_only_who_may_approve_approves_and_only_what_they_read():
    story = a_sourced_draft(official(unnamed_reason="Ia terancam."))
    ayu = User.objects.create_user("ayu", "ayu@example.id", "kopi-pahit-7")
    give(ayu, Role.WRITER)
    with pytest.raises(PermissionDenied):
        attributions.approve(story, "pejabat", by=ayu)
    for key, reason in (("pejabat", "Alasan lain."), ("tidakada", "")):
        with pytest.raises(ValidationError):
            attributions.approve(story, key, by=rina(), reason=reason)
    assert not Approval.objects.exists()


def test_a_named_source_on_background_is_not_named_to_readers(client):
    fields = {"terms": Terms.BACKGROUND, "unnamed_reason": "Ia terancam."}
    deep = {"terms": Terms.DEEP_BACKGROUND, "unnamed_reason": "Ia terancam."}
    story = a_sourced_draft(kirby(**fields), kirby("dalam", **deep), words="Itu benar.")
    for key in ("kirby", "dalam"):
        attributions.approve(story, key, by=rina())
    html = client.get(publish(story).path).content.decode()
    assert "Kirby" not in html
    assert html.count("juru bicara") >= 1


@pytest.mark.parametrize(
    "entry",
    [
        {"key": "kirby", "terms": "off_record"},
        {"key": "kirby", "status": "true"},
        {"key": "KIRBY!"},
        {"key": "kirby", "origin": 10**9},
        {"key": "kirby", "origin": "1"},
        {"key": "kirby", "evidence": [{"kind": "url", "ref": "javascript:alert(1)"}]},
        {"key": "kirby", "evidence": [{"kind": "file", "ref": "x", "sha256": "abc"}]},
        {"key": "kirby", "rel": [{"rel": "loves", "to": "lain1"}]},
        "kirby",
    ],
)
def test_what_is_no_attribution_is_refused(entry):
    origin = a_source().pk
    text = json.dumps([{"origin": origin, **entry} if isinstance(entry, dict) else entry])
    with pytest.raises(ValidationError):
        read(text, [])
    for broken in ("{", '{"a": 1}', "[" * 9):
        with pytest.raises(ValidationError):
            read(broken, [])


def test_the_form_keeps_what_stands_in_the_text_and_drops_the_rest(client):
    client.force_login(rina())
    story = a_sourced_draft(kirby())
    address = f"/redaksi/stories/edit/{story.pk}/"
    entries = [as_data(kirby()), as_data(kirby("hilang"))]
    form = form_of(story, f"{said('kirby', KIRBY)} Hujan.", attributions=json.dumps(entries))
    client.post(address, form)
    kept = newest(story).attributions.all()
    assert [each.key for each in kept] == ["kirby"]
    client.post(address, form_of(story, "Tanpa siapa pun.", attributions=json.dumps(entries)))
    assert not newest(story).attributions.all()


def test_a_form_that_does_not_know_of_sources_leaves_them_be(client):
    client.force_login(rina())
    story = a_sourced_draft(kirby())
    client.post(f"/redaksi/stories/edit/{story.pk}/", form_of(story, said("kirby", KIRBY)))
    assert [each.key for each in newest(story).attributions.all()] == ["kirby"]


def test_using_a_source_is_counted_once(client):
    client.force_login(rina())
    story, source = a_draft(), a_source("John Kirby")
    text = json.dumps([as_data(Attribution(key="kirby", origin=source))])
    for _ in range(2):
        client.post(
            f"/redaksi/stories/edit/{story.pk}/", form_of(story, said("kirby", KIRBY), attributions=text)
        )
    source.refresh_from_db()
    assert source.uses == 1


def test_two_versions_are_compared_with_their_sources(client):
    client.force_login(rina())
    story = a_sourced_draft(kirby())
    story.attributions = [Attribution(key="kirby", origin=a_source("Sergei Shoigu"))]
    services.save_draft(story)
    first, second = story.revisions.order_by("pk").values_list("pk", flat=True)[1:3]
    compare = reverse(Story.snippet_viewset.get_url_name("revisions_compare"), args=[story.pk, first, second])
    html = client.get(compare).content.decode()
    assert "Shoigu" in html
    assert "Kirby" in html
    assert "kabar-compared" in html


def test_a_merged_source_is_read_as_the_one_that_stayed(client):
    story = publish(a_sourced_draft(Attribution(key="kirby", origin=a_source("Jhon Kirby"))))
    book.merge(a_source("Jhon Kirby"), a_source("John Kirby"), by=rina())
    html = client.get(story.path).content.decode()
    panel = html.split('class="how-we-know"')[1]
    assert "<span>John Kirby</span>" in panel


def test_speech_without_a_source_warns_and_does_not_stop():
    story = a_draft(body=[("paragraph", f"<p>{KIRBY}</p>")])
    found = [str(each.message) for each in checklist.findings(story)]
    assert any("Kata siapa?" in message for message in found)
    assert publish(story).live


def test_a_passage_of_another_story_is_said_to_have_lost_its_source():
    story = a_draft(body=[("paragraph", f"<p>{said('asing', KIRBY)}</p>")])
    assert any("kehilangan" in str(each.message) for each in checklist.findings(story))


def test_the_newsroom_is_told_while_it_writes(client):
    client.force_login(rina())
    asked = {
        "language": "id",
        "paragraphs": [{"text": KIRBY, "credited": []}, {"text": KIRBY, "credited": [[0, 9]]}],
    }
    answer = client.post("/redaksi/stories/sources/lint/", asked, content_type="application/json")
    assert [each["paragraph"] for each in answer.json()["found"]] == [0]
    for bad in ("{", "[]", '{"language": "id", "paragraphs": [1]}'):
        answer = client.post("/redaksi/stories/sources/lint/", bad, content_type="application/json")
        assert answer.status_code == 400


def test_an_editor_in_chief_approves_from_the_form(client):
    client.force_login(rina())
    story = a_sourced_draft(official(unnamed_reason="Ia terancam."))
    page = client.get(f"/redaksi/stories/edit/{story.pk}/").content.decode()
    assert "kabar-attributions-knows" in page
    address = f"/redaksi/stories/sources/{story.pk}/approve/"
    assert client.post(address, {"key": "pejabat", "reason": "Lain."}).status_code == 400
    assert client.post(address, {"key": "pejabat", "reason": "Ia terancam."}).json()["by"]
    assert blocking(story) == []


# --- quotes -------------------------------------------------------------------------------------------------


def a_quote(key="kirby", text="Itu <tidak> benar.\nTitik.", **fields):
    return ("quote", {"text": text, "who": "", "role": "", "attribution": key, **fields})


def test_a_quote_carries_its_attribution_as_a_whole_and_readers_are_led_to_it(client):
    story = a_draft(body=[a_quote()])
    story.attributions = [kirby(is_quote=True)]
    services.save_draft(story)
    html = client.get(publish(story).path).content.decode()
    quote = html[html.index('<figure class="quote">') :].partition("</figure>")[0]
    assert 'id="claim-1"' in quote and 'href="#source-1"' in quote
    assert "Itu &lt;tidak&gt; benar.<br>Titik." in quote and "kirby" not in quote
    assert "“Itu &lt;tidak&gt; benar. Titik.”" in html[html.index('id="source-1"') :]


def test_a_quote_that_is_emptied_or_that_nobody_said_carries_nothing():
    assert list(passages([{"type": "quote", "value": {"text": " ", "attribution": "kirby"}}])) == []
    assert list(passages([{"type": "quote", "value": {"text": "Ya.", "attribution": "Bukan kunci"}}])) == []
    assert list(passages([{"type": "quote", "value": {"text": "Ya."}}])) == []


def test_a_quote_under_which_nobody_stands_is_asked_about():
    nobodys, named, sourced = a_quote(key=""), a_quote(key="", who="Budi"), a_quote()
    story = a_draft(body=[nobodys, named, sourced])
    story.attributions = [kirby()]
    services.save_draft(story)
    found = [str(each.message) for each in checklist.findings(story.get_latest_revision_as_object())]
    assert sum("Itu <tidak> benar." in words for words in found) == 1


def test_the_form_keeps_what_a_quote_carries(client):
    client.force_login(rina())
    story = a_draft(body=[a_quote()])
    story.attributions = [kirby()]
    services.save_draft(story)
    url = reverse("stories:edit", args=[story.pk])
    assert "data-quote-source" in client.get(url).content.decode()
    sent = {"text": "Tidak benar.", "who": "", "role": "", "attribution": "kirby"}
    entries = json.dumps([as_data(each) for each in story.attributions.all()])
    client.post(url, form_of(story, body=streamfield([("quote", sent)]), attributions=entries))
    [kept] = newest(story).attributions.all()
    assert kept.key == "kirby"
    assert newest(story).body[0].value["attribution"] == "kirby"
