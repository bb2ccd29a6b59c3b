"""Anybody may ask for a correction or a reply, without an account, and is answered."""

import re
import time
from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from kabar.corrections import complaints
from kabar.corrections.models import Complaint, Outcome
from kabar.corrections.slips import GOOD_FOR, is_ours, slip
from kabar.corrections.tasks import send_answer
from kabar.jobs.models import Job
from kabar.newsstand.settings import is_counter
from kabar.staff.models import AuditEntry, User
from kabar.stories.testing import a_draft, a_live_story, rina

pytestmark = pytest.mark.django_db
FORM = "/koreksi/minta/"
ANOTHERS, OF_ANOTHER_PAPER = slip("main", "203.0.113.9"), slip("desa", "127.0.0.1")


def letter(**fields):
    slip = re.search(r'name="slip" value="([^"]+)"', Client().get(FORM).content.decode())[1]
    said = {
        "slip": slip,
        "wish": "correction", "address": "http://localhost:8000/x", "wrong": "Panjangnya bukan 40 meter.",
        "right": "60 meter.", "name": "Budi", "contact": "budi@example.id", "website": "",
    }  # fmt: skip
    return {**said, **fields}


def a_complaint(client, **fields):
    client.post(FORM, letter(**fields))
    return Complaint.objects.order_by("-pk").first()


def test_a_reader_asks_without_an_account_and_gets_a_number(client):
    story = a_live_story()
    answer = client.post(FORM, letter(address=f"http://localhost:8000{story.path}?utm_source=x"))
    complaint = Complaint.objects.get()
    assert answer.status_code == 302 and answer["Location"] == f"/koreksi/minta/{complaint.reference}/"
    assert complaint.story == story and complaint.due_at - complaint.at == timedelta(hours=48)
    assert complaint.reference in client.get(answer["Location"]).content.decode()
    assert AuditEntry.objects.get(act="complaint").details == {}


@pytest.mark.parametrize("address", ["/tidak/ada", "bukan alamat", "/a\0b", "draft"])
def test_nobody_learns_from_the_answer_what_stands_at_an_address(client, address):
    draft = a_draft("Rahasia")
    answer = client.post(FORM, letter(address=f"/global/{draft.pk}" if address == "draft" else address))
    if "\0" in address:
        assert answer.status_code == 422
        return
    assert answer.status_code == 302
    assert Complaint.objects.get().story is None


def test_the_page_of_thanks_knows_no_number(client):
    assert client.get("/koreksi/minta/0123456789/").status_code == 200
    assert client.get("/koreksi/minta/entah/").status_code == 404
    assert client.get("/koreksi/lain/0123456789/").status_code == 404


def test_what_is_missing_is_named_and_what_was_typed_stays(client):
    answer = client.post(FORM, letter(name="", wrong="Salah <b>"))
    html = answer.content.decode()
    assert answer.status_code == 422 and not Complaint.objects.exists()
    assert "Mohon diisi." in html and "Salah &lt;b&gt;" in html and "tidak hilang" in html


def test_a_machine_that_fills_in_everything_is_thanked_and_forgotten(client):
    answer = client.post(FORM, letter(website="https://spam.example"))
    assert re.fullmatch(r"/koreksi/minta/[0-9a-f]{10}/", answer["Location"])
    assert not Complaint.objects.exists()


def test_who_asks_too_often_waits_and_others_do_not(client):
    for _ in range(complaints.OF_ONE_SENDER):
        assert client.post(FORM, letter()).status_code == 302
    refused = client.post(FORM, letter())
    assert refused.status_code == 429 and "Panjangnya bukan 40 meter." in refused.content.decode()
    elsewhere = letter(slip=slip("main", "203.0.113.9"))
    assert client.post(FORM, elsewhere, headers={"x-forwarded-for": "203.0.113.9"}).status_code == 302


def test_readers_get_no_cookie_with_the_form():
    strict = Client(enforce_csrf_checks=True)
    assert not strict.get(FORM).cookies
    assert strict.post(FORM, letter()).status_code == 302
    assert not strict.cookies


@pytest.mark.parametrize(
    "said",
    [
        lambda: "",
        lambda: "x",
        lambda: ":1uK2aB:entah",
        lambda: slip("main", "203.0.113.9"),
        lambda: slip("desa", "127.0.0.1"),
    ],
    ids=["none", "a word", "one made up", "of somebody else", "of another paper"],
)
def test_a_form_without_a_slip_of_ours_is_shown_again_with_all_that_was_written(client, said):
    refused = client.post(FORM, letter(slip=said()))
    html = refused.content.decode()
    assert refused.status_code == 403 and not Complaint.objects.exists()
    assert "Panjangnya bukan 40 meter." in html
    fresh = re.search(r'name="slip" value="([^"]+)"', html)[1]
    assert client.post(FORM, letter(slip=fresh)).status_code == 302


def test_a_slip_is_good_for_half_a_day_and_says_nothing_of_the_sender(monkeypatch):
    given = slip("main", "203.0.113.9")
    assert is_ours(given, "main", "203.0.113.9") and "203" not in given.split(":")[0]
    later = time.time() + GOOD_FOR.total_seconds() + 60
    monkeypatch.setattr("django.core.signing.time.time", lambda: later)
    assert not is_ours(given, "main", "203.0.113.9")


def test_the_newsstand_leads_to_the_counter(settings):
    assert is_counter(settings.PAPER, "/koreksi/minta/") and not is_counter(settings.PAPER, "/koreksi/")


def test_the_answer_is_kept_sent_and_given_once(client):
    complaint = a_complaint(client)
    complaints.answer(complaint, Outcome.GRANTED, "Kami sudah mengoreksinya.", by=rina())
    assert (complaint.outcome, complaint.answered_by) == (Outcome.GRANTED, rina())
    assert AuditEntry.objects.get(act="answer-complaint").details == {"outcome": "granted"}
    assert Job.objects.filter(task__contains="send_answer").exists()
    with pytest.raises(ValidationError):
        complaints.answer(complaint, Outcome.REFUSED, "Tidak.", by=rina())
    send_answer.func(complaint.pk)
    assert mail.outbox[0].to == ["budi@example.id"] and complaint.reference in mail.outbox[0].subject


@pytest.mark.parametrize(("outcome", "words"), [(Outcome.GRANTED, " "), (Outcome.WAITING, "Nanti.")])
def test_an_answer_decides_and_says_why(client, outcome, words):
    with pytest.raises(ValidationError):
        complaints.answer(a_complaint(client, contact="0812"), outcome, words, by=rina())


def test_who_may_not_correct_does_not_answer(client):
    stranger = User.objects.create_user("budi", "budi@example.id", "kopi-pahit-7")
    for address in ("/tidak/ada", a_live_story().path):
        with pytest.raises(PermissionDenied):
            complaints.answer(a_complaint(client, address=address), Outcome.REFUSED, "Tidak.", by=stranger)
