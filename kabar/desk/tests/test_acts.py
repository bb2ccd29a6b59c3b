"""The desk's pages and buttons: what each does, what it says, and whom it refuses."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from kabar import clock
from kabar.desk import services
from kabar.desk.models import Assignment, EditorialNote, Handover, Notice, Progress, Review, ReviewState
from kabar.desk.testing import a_filed_story, an_assignment
from kabar.staff.models import AuditEntry
from kabar.stories.models import State
from kabar.stories.testing import a_draft, a_section
from kabar.stories.tests.filled import form_of

pytestmark = pytest.mark.django_db


def sitting(user):
    client = Client()
    client.force_login(user)
    return client


def address(name, *about):
    return reverse(f"kabar_desk:{name}", args=[getattr(each, "pk", each) for each in about])


def page(response):
    return BeautifulSoup(response.content, "html.parser")


def told(response):
    return " ".join(str(message) for message in response.context["messages"])


def state_of(story):
    return Review.objects.get(story=story).state


def test_work_is_given_out_changed_and_dropped_on_its_pages(rina, ayu):
    desk, section = sitting(rina), a_section()
    asked = {
        "title": "Panen raya",
        "section": section.pk,
        "who": ayu.pk,
        "due": "2026-11-27T16:30",
        "brief": "",
    }
    answer = desk.post(address("assign"), asked, follow=True)
    wanted = Assignment.objects.get()
    assert "Panen raya" in told(answer)
    assert clock.local(wanted.due, "Asia/Jakarta").strftime("%d %H.%M") == "27 16.30"
    shown = page(desk.get(address("assignment", wanted)))
    assert shown.select_one("input[name=due]")["value"] == "2026-11-27T16:30"
    desk.post(address("assignment", wanted), {**asked, "title": "Panen raya di lereng", "who": ""})
    wanted.refresh_from_db()
    assert (wanted.title, wanted.who) == ("Panen raya di lereng", None)
    desk.post(address("drop", wanted), {"reason": "Hujan"})
    wanted.refresh_from_db()
    assert wanted.progress == Progress.DROPPED
    assert "Panen raya di lereng" in told(desk.post(address("accept", wanted), follow=True))


def test_an_assignment_without_a_title_is_asked_for_again_with_what_was_written(rina):
    answer = sitting(rina).post(
        address("assign"), {"title": " ", "section": a_section().pk, "brief": "Cuaca"}
    )
    assert page(answer).select_one("textarea[name=brief]").get_text(strip=True) == "Cuaca"
    assert not Assignment.objects.exists()


def test_a_draft_is_filed_returned_approved_and_sent_on_its_pages(
    rina, ayu, django_capture_on_commit_callbacks
):
    writer, desk, story = sitting(ayu), sitting(rina), a_draft("Jembatan dibuka", by=ayu)
    assert b"Jembatan dibuka" in writer.get(address("file", story)).content
    writer.post(address("file", story))
    review = page(desk.get(address("review", story)))
    assert "Warga menyeberang" in review.select_one(".kd-manuscript").get_text()
    desk.post(address("review", story), {"comment": "Tanya dinas."})
    assert state_of(story) == ReviewState.RETURNED
    writer.post(address("file", story))
    revision = page(desk.get(address("review", story))).select_one("input[name=revision]")["value"]
    desk.post(address("review", story), {"approve": "1", "revision": revision})
    assert state_of(story) == ReviewState.APPROVED
    assert desk.get(address("press", story)).status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        answer = desk.post(address("press", story), follow=True)
    story.refresh_from_db()
    assert story.state == State.LIVE
    assert "Jembatan dibuka" in told(answer)


def test_what_cannot_be_printed_is_said_and_stays(rina):
    story = a_draft(" ", by=rina)
    answer = sitting(rina).post(address("press", story), follow=True)
    assert told(answer)
    story.refresh_from_db()
    assert story.state == State.DRAFT


def test_nobody_passes_where_the_stories_policy_says_no(ayu, budi, rina):
    other, own = a_filed_story(rina, names=()), a_filed_story(ayu)
    refused = [
        (ayu, "review", own), (ayu, "press", own), (ayu, "file", other), (ayu, "notes", other),
        (ayu, "side", other), (ayu, "assign", None), (budi, "press", own), (budi, "hand_over", None),
    ]  # fmt: skip
    for who, name, story in refused:
        for ask in (sitting(who).get, sitting(who).post):
            answer = ask(address(name, *([story] if story else [])))
            assert (answer.status_code, answer["location"]) == (302, reverse("wagtailadmin_home")), (
                who,
                name,
            )
    assert state_of(own) == state_of(other) == ReviewState.IN_REVIEW


def test_what_was_given_to_another_is_no_business_of_a_writer_s(ayu, rina, dewi):
    hers, anybodys = an_assignment(rina, "Untuk Dewi", who=dewi), an_assignment(rina, "Siapa saja")
    for who, sees in ((ayu, {"Siapa saja"}), (rina, {"Untuk Dewi", "Siapa saja"})):
        cards = page(sitting(who).get(address("screen"))).select("#wanted h3")
        assert {card.get_text(strip=True) for card in cards} == sees
    assert sitting(ayu).get(address("assignment", hers)).status_code == 302
    assert sitting(ayu).get(address("assignment", anybodys)).status_code == 200


def test_an_act_leads_back_where_it_came_from_and_never_out_of_the_newsroom(ayu):
    story = a_draft(by=ayu)
    form = reverse("stories:edit", args=[story.pk])
    assert sitting(ayu).post(address("file", story), {"next": form})["location"] == form
    for elsewhere in ("https://luar.example/", "//luar.example/redaksi/", "/redaksi//luar"):
        answer = sitting(ayu).post(address("file", story), {"next": elsewhere})
        assert not answer["location"].startswith(("https://luar", "//luar"))


def test_notes_are_written_answered_and_resolved_on_a_page_and_beside_the_form(rina, ayu):
    desk, story = sitting(rina), a_draft(by=ayu)
    desk.post(address("notes", story), {"text": "Siapa yang bilang?", "path": "blok-1"})
    note = EditorialNote.objects.get()
    beside = {"X-Kabar-Beside": "1"}
    answer = sitting(ayu).post(
        address("notes", story), {"text": "Petugas.", "answers": note.pk}, headers=beside
    )
    assert "Petugas." in page(answer).select_one("[data-beside-part] .kd-reply").get_text()
    assert '"path": "blok-1"' in page(answer).select_one("#kabar-note-places").get_text()
    resolved = desk.post(address("resolve", story, note), headers=beside)
    assert page(resolved).select_one(".kd-note--resolved")
    assert desk.post(address("resolve", a_draft(by=ayu), note)).status_code == 404


def test_the_story_s_form_shows_what_was_wanted_and_what_was_returned(rina, ayu, settings):
    wanted = an_assignment(rina, who=ayu, brief="Tanya petugas pintu air.")
    story = services.begin(wanted, by=ayu, paper=settings.PAPER)
    services.file(story, by=ayu)
    services.return_with_comments(story, by=rina, comment="Sebut jam berapa.")
    form = sitting(ayu).get(reverse("stories:edit", args=[story.pk]))
    panel = page(form).select_one("[data-side-panel=desk]").get_text()
    assert "Tanya petugas pintu air." in panel
    assert "Sebut jam berapa." in panel
    first, again = (sitting(ayu).get(address("side", story)) for _ in range(2))
    known = sitting(ayu).get(address("side", story), headers={"if-none-match": first["ETag"]})
    assert (again.status_code, known.status_code) == (200, 304)


def buttons(client, story):
    form = page(client.get(reverse("stories:edit", args=[story.pk])))
    footer = form.select_one("footer")
    return {
        "press": footer.select_one("[name=action-publish]") is not None,
        "file": footer.find("a", href=lambda href: href and "/desk/file/" in href) is not None,
        "review": footer.find("a", href=lambda href: href and "/desk/review/" in href) is not None,
    }


def test_the_form_s_menu_offers_review_and_press_as_the_paper_wants(rina, ayu, request):
    story, filed = a_draft(by=ayu), a_filed_story(ayu)
    assert buttons(sitting(ayu), story) == {"press": False, "file": True, "review": False}
    assert buttons(sitting(rina), filed) == {"press": True, "file": False, "review": True}
    request.getfixturevalue("four_eyes")
    assert buttons(sitting(rina), filed) == {"press": False, "file": False, "review": True}
    services.approve(filed, by=rina)
    assert buttons(sitting(rina), filed) == {"press": True, "file": False, "review": True}


def test_under_four_eyes_the_form_keeps_the_draft_and_says_why_it_did_not_go_out(rina, four_eyes):
    story = a_draft(by=rina)
    answer = sitting(rina).post(
        reverse("stories:edit", args=[story.pk]), form_of(story, **{"action-publish": "1"}), follow=True
    )
    story.refresh_from_db()
    assert (story.state, bool(told(answer))) == (State.DRAFT, True)


def test_a_chief_overrides_on_the_page_for_a_reason(rina, dewi, ayu, four_eyes):
    story = a_draft(by=ayu)
    assert page(sitting(rina).get(address("press", story))).select_one("[name=override]") is None
    chief = sitting(dewi)
    assert chief.post(address("press", story), {"override": " "}).status_code == 200
    chief.post(address("press", story), {"override": "Gempa"})
    story.refresh_from_db()
    assert story.live
    assert AuditEntry.objects.get(act="override").details["reason"] == "Gempa"


def test_a_shift_hands_over_and_the_next_reads(rina, dewi):
    a_filed_story(rina, "Menunggu")
    sitting(rina).post(address("hand_over"), {"text": "Tunggu telepon dinas.", "to": dewi.pk})
    left = Handover.objects.get()
    screen = page(sitting(dewi).get(address("screen")))
    assert "Tunggu telepon dinas." in screen.select_one(".kd-handover").get_text()
    assert screen.select_one(".kd-notices summary").get_text().startswith("1 ")
    sitting(dewi).post(address("read_handover", left))
    assert page(sitting(dewi).get(address("screen"))).select_one(".kd-handover") is None
    sitting(dewi).post(address("read_notices"), {"through": Notice.objects.latest("pk").pk})
    assert page(sitting(dewi).get(address("screen"))).select_one(".kd-notices") is None
