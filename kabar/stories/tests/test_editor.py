"""Writing in the newsroom: what is kept, what goes to press, and what is said when it cannot."""

import json

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from kabar.editions.models import Edition
from kabar.staff.models import AuditEntry, Author, User
from kabar.staff.roles import Role, give
from kabar.stories import services
from kabar.stories.models import FormerAddress, State, Story
from kabar.stories.rules import Ground
from kabar.stories.testing import a_draft, a_live_story, a_section, an_author
from kabar.stories.tests.filled import form_of
from kabar.topics.models import Topic

pytestmark = pytest.mark.django_db(transaction=True)
SEND = {"action-publish": "1"}


def address(name, story=None):
    return reverse(f"stories:{name}", args=[story.pk] if story else [])


def messages_of(response):
    return [str(message) for message in response.context["messages"]]


def test_a_new_story_begins_with_its_writer_s_byline_section_and_zone(rina, desk):
    Author.objects.create(name="Rina Wulandari", slug="rina-wulandari", user=rina)
    a_section("Global")
    economy = a_section("Ekonomi")
    a_draft("Cerita terdahulu", by=rina, section=economy)
    form = desk.get(address("add")).context["form"]
    assert form.instance.section == economy
    assert [byline.author.name for byline in form.instance.bylines.all()] == ["Rina Wulandari"]
    assert (form.instance.language, form.instance.dateline_zone) == ("id", "Asia/Jakarta")


def test_panels_of_a_story_wait_beside_a_new_one_and_come_when_it_is_kept(desk):
    new = desk.get(address("add")).content.decode()
    for name in ("desk", "replies", "writing-checks"):
        assert f'data-side-panel="{name}"' in new
    assert new.count("Terbuka begitu beritanya disimpan") == 2
    story = a_draft()
    kept = desk.get(address("edit", story)).content.decode()
    assert kept.index('data-side-panel="desk"') < kept.index('data-side-panel="status"')
    assert "Terbuka begitu" not in kept
    given = desk.get(address("edit", story), {"_w_hydrate_create_view": "1"}).content.decode()
    assert "[data-side-panel='desk']" in given and "[data-side-panel='replies']" in given


def test_a_story_is_kept_and_then_sent_to_press(desk):
    blank = Story(headline="Dua menteri bicara satu jam", section=a_section())
    response = desk.post(address("add"), form_of(blank, "Percakapan pertama."), follow=True)
    story = Story.objects.get()
    assert "kept" in messages_of(response)[0] or "disimpan" in messages_of(response)[0]
    assert (story.state, story.live, Edition.objects.count()) == (State.DRAFT, False, 0)
    desk.post(address("edit", story), form_of(story, "Percakapan pertama.", **SEND))
    story.refresh_from_db()
    assert story.state == State.LIVE
    assert story.path.endswith("/dua-menteri-bicara-satu-jam")
    assert Edition.objects.get().kind == "publish"
    assert AuditEntry.objects.get(act="publish").by.username == "rina"


def opened_on(story, **also):
    """What a browser sends along of the version it was opened on."""
    version = story.latest_revision
    return {
        "loaded_revision_id": version.pk, "loaded_revision_created_at": version.created_at.isoformat(), **also
    }  # fmt: skip


def test_whoever_keeps_second_is_told_of_the_version_they_would_cover(desk, rina):
    story = a_draft("Jembatan dibuka")
    earlier = opened_on(story)
    story.headline = "Jembatan dibuka gubernur"
    services.save_draft(story, by=rina)
    sent = form_of(story, headline="Jembatan ditutup")
    told = desk.post(address("edit", story), {**sent, **earlier})
    assert "Rina" in messages_of(told)[0]
    assert "Jembatan ditutup" in told.content.decode()
    assert Story.objects.get().latest_revision.object_str == "Jembatan dibuka gubernur"
    again = BeautifulSoup(told.content, "html.parser").select("[name^=loaded_revision]")
    knowing = {field["name"]: field["value"] for field in again}
    desk.post(address("edit", story), {**sent, **knowing})
    assert Story.objects.get().latest_revision.object_str == "Jembatan ditutup"
    assert story.revisions.count() == 3


def test_whoever_was_told_in_the_browser_is_not_asked_again(desk):
    story = a_draft("Jembatan dibuka")
    earlier = opened_on(story, over_newer_version="1")
    services.save_draft(story)
    desk.post(address("edit", story), {**form_of(story, headline="Jembatan ditutup"), **earlier})
    assert Story.objects.get().latest_revision.object_str == "Jembatan ditutup"


def test_nothing_that_would_cover_a_newer_version_goes_to_press(desk):
    story = a_draft("Jembatan dibuka")
    earlier = opened_on(story)
    services.save_draft(story)
    desk.post(address("edit", story), {**form_of(story, **SEND), **earlier})
    assert not Story.objects.get().live


def test_after_publication_the_editor_is_led_to_the_page(desk):
    story = a_draft("Jembatan dibuka")
    response = desk.post(address("edit", story), form_of(story, **SEND), follow=True)
    story.refresh_from_db()
    assert f"http://localhost:8000{story.path}" in response.content.decode()


def test_a_draft_over_a_live_story_stays_in_the_building(desk):
    story = a_live_story("Harga turun")
    desk.post(address("edit", story), form_of(story, headline="Harga turun lagi"))
    story.refresh_from_db()
    assert story.headline == "Harga turun"
    assert story.has_unpublished_changes
    assert story.get_latest_revision_as_object().headline == "Harga turun lagi"
    desk.post(address("edit", story), form_of(story, headline="Harga turun lagi", **SEND))
    story.refresh_from_db()
    assert story.headline == "Harga turun lagi"
    assert [edition.kind for edition in Edition.objects.order_by("number")] == ["publish", "update"]


def test_a_new_slug_moves_the_story_and_the_old_address_leads_on(desk):
    story = a_live_story("Jembatan dibuka")
    old = story.path
    desk.post(address("edit", story), form_of(story, slug="jembatan-lereng", **SEND))
    story.refresh_from_db()
    assert story.path.endswith("/jembatan-lereng")
    assert FormerAddress.objects.get(path=old).story == story


def test_autosave_keeps_a_story_without_a_headline(desk):
    blank = Story(headline="", section=a_section())
    answer = desk.post(address("add"), form_of(blank, "Baru mulai."), headers={"accept": "application/json"})
    assert answer.status_code == 200
    assert json.loads(answer.content)["success"]
    assert Story.objects.get().headline == ""


def test_a_story_without_a_headline_does_not_go_to_press_and_is_not_lost(desk):
    story = a_draft("Sementara")
    response = desk.post(address("edit", story), form_of(story, "Isi penting.", headline="", **SEND))
    assert response.status_code == 200
    assert "Isi penting." in response.content.decode()
    story.refresh_from_db()
    assert story.state == State.DRAFT


def test_a_conflict_is_one_message_and_the_text_is_kept(desk, rina):
    story = a_draft("Dua meja sekaligus")
    data = form_of(story, headline="Judul dari meja kedua", **SEND)
    services.publish(story, by=rina)
    # Someone kills it between the moment the form is read and the moment it would be published.
    real = services.publish

    def killed_meanwhile(story, **kwargs):
        services.kill(
            Story.objects.get(pk=story.pk), by=rina, reason="Melanggar embargo", ground=Ground.COUNCIL
        )
        return real(story, **kwargs)

    services.publish = killed_meanwhile
    try:
        response = desk.post(address("edit", story), data, follow=True)
    finally:
        services.publish = real
    story.refresh_from_db()
    assert story.state == State.KILLED
    assert sum("“Judul dari meja kedua”" in message for message in messages_of(response)) == 1
    assert story.get_latest_revision().content["headline"] == "Judul dari meja kedua"


def test_keeping_a_draft_never_takes_a_story_back_from_the_readers(desk, rina):
    story = a_draft("Terbit di tengah")
    data = form_of(story, headline="Versi meja")
    services.publish(story, by=rina)
    desk.post(address("edit", story), data)
    story.refresh_from_db()
    assert (story.state, story.live, story.headline) == (State.LIVE, True, "Terbit di tengah")


def test_empty_paragraphs_are_left_out(desk):
    story = a_draft("Rapi")
    desk.post(address("edit", story), form_of(story, "Isi.", "", "  "))
    assert [block["type"] for block in story.get_latest_revision().as_object().body.raw_data] == ["paragraph"]


def test_also_read_is_kept_as_the_number_of_a_story(desk):
    other = a_live_story("Yang lain")
    block = Story._meta.get_field("body").stream_block.child_blocks["also_read"]
    value = block.value_from_datadict({"x-story": str(other.pk), "x-title": "", "x-url": ""}, {}, "x")
    assert block.get_prep_value(block.clean(value)) == {"story": other.pk, "title": "", "url": ""}
    assert block.get_form_state(value)["story"]["id"] == other.pk


def test_an_earlier_version_is_restored_over_a_live_story_without_touching_the_page(desk, rina):
    story = a_draft("Versi satu", by=rina)
    first = story.latest_revision
    desk.post(address("edit", story), form_of(story, headline="Versi dua", **SEND))
    story.refresh_from_db()
    restore = reverse("stories:revisions_revert", args=[story.pk, first.pk])
    assert "Versi satu" in desk.get(restore).content.decode()
    desk.post(restore, form_of(first.as_object()))
    story.refresh_from_db()
    assert story.headline == "Versi dua"
    assert story.get_latest_revision_as_object().headline == "Versi satu"


def test_two_versions_are_compared(desk, rina):
    story = a_draft("Sebelum", by=rina)
    desk.post(address("edit", story), form_of(story, headline="Sesudah"))
    page = desk.get(
        reverse("stories:revisions_compare", args=[story.pk, "earliest", "latest"])
    ).content.decode()
    assert "Sebelum" in page
    assert "Sesudah" in page


@pytest.mark.parametrize(("act", "becomes"), [("withdraw", State.WITHDRAWN), ("kill", State.KILLED)])
def test_a_live_story_is_taken_down_with_its_reason(desk, act, becomes):
    story = a_live_story()
    assert desk.get(address(act, story)).status_code == 200
    desk.post(address(act, story), {"reason": "Nama korban disebut", "ground": "trauma"})
    story.refresh_from_db()
    assert (story.state, story.kill_reason) == (becomes, "Nama korban disebut")
    assert AuditEntry.objects.filter(act=act, details__reason="Nama korban disebut").count() == 1


def test_a_story_is_not_killed_without_a_reason(desk):
    story = a_live_story()
    response = desk.post(address("kill", story), {"reason": "   ", "ground": "child"})
    assert response.status_code == 200
    story.refresh_from_db()
    assert story.state == State.LIVE


def test_a_story_goes_on_the_spike_and_comes_off_it(desk):
    story = a_draft()
    desk.post(address("spike", story))
    story.refresh_from_db()
    assert story.state == State.SPIKED
    desk.post(address("unspike", story))
    story.refresh_from_db()
    assert story.state == State.DRAFT


def test_an_act_that_comes_too_late_says_so(desk):
    story = a_draft("Belum terbit")
    response = desk.post(address("withdraw", story), {"reason": "Diperiksa"}, follow=True)
    assert "Belum terbit" in messages_of(response)[0]
    story.refresh_from_db()
    assert story.state == State.DRAFT


def test_the_preview_is_the_page_readers_will_see(desk):
    story = a_draft("Pratinjau sejati")
    preview = reverse("stories:preview_on_edit", args=[story.pk])
    answer = desk.post(preview, form_of(story, "Kalimat baru.", headline="Judul baru"))
    assert answer.json() == {"is_valid": True, "is_available": True}
    page = desk.get(preview)
    assert page.templates[0].name == "kabar/stories/story.html"
    assert "Judul baru" in page.content.decode()
    assert "Kalimat baru." in page.content.decode()


def test_two_editors_in_one_story_see_each_other(desk):
    story = a_draft("Ramai")
    desk.get(address("edit", story))
    other = User.objects.create_user("dewi", first_name="Dewi")
    give(other, Role.EDITOR)
    second = Client()
    second.force_login(other)
    page = second.get(address("edit", story)).context
    session = page["editing_sessions"].current_session
    ping = reverse(
        "wagtailadmin_editing_sessions:ping", args=["kabar_stories", "story", story.pk, session.pk]
    )
    assert "Rina" in second.post(ping).json()["html"]


def test_a_version_made_meanwhile_is_not_overwritten_by_autosave(desk, rina):
    story = a_draft("Bersama", by=rina)
    mine = story.latest_revision
    theirs = form_of(story, headline="Dari orang lain")
    desk.post(address("edit", story), theirs)
    late = {**form_of(story, headline="Terlambat"), "overwrite_revision_id": mine.pk}
    answer = desk.post(address("edit", story), late, headers={"accept": "application/json"})
    assert (answer.status_code, answer.json()["error_code"]) == (400, "invalid_revision")
    assert Story.objects.get().get_latest_revision().content["headline"] == "Dari orang lain"


def test_a_topic_is_begun_while_typing(desk):
    a_section()
    suggest = reverse("topics_suggest")
    assert desk.get(suggest, {"q": "gunung"}).json()["topics"] == []
    made = desk.post(suggest, {"name": " Gunung   Merapi "}).json()
    assert Topic.objects.get().name == "Gunung Merapi"
    assert desk.get(suggest, {"q": "mera gun"}).json()["topics"] == [made]
    assert desk.post(suggest, {"name": "gunung merapi"}).json()["id"] == made["id"]


def test_a_colleague_is_named_on_the_story(desk):
    story = a_draft(names=())
    budi = an_author("Budi Hartono")
    lines = {
        "bylines-TOTAL_FORMS": "1",
        "bylines-INITIAL_FORMS": "0",
        "bylines-MIN_NUM_FORMS": "0",
        "bylines-MAX_NUM_FORMS": "1000",
        "bylines-0-id": "",
        "bylines-0-author": budi.pk,
        "bylines-0-role": "reporter",
        "bylines-0-ORDER": "1",
        "bylines-0-DELETE": "",
    }
    desk.post(address("edit", story), {**form_of(story), **lines})
    assert [byline.author.name for byline in Story.objects.get().bylines.all()] == ["Budi Hartono"]
