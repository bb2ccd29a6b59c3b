"""The way in: one form, one mail with a link and a code, and the same answer whoever asks."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client

from kabar import clock
from kabar.jobs.testing import run_due_jobs
from kabar.readers.door import keys, knocks
from kabar.readers.models import Consent, OneTimeKey, Reader, ReaderSession
from kabar.readers.testing import a_reader, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.once]
DOOR = "/akun/sign-in/"


@pytest.fixture(autouse=True)
def mailbox(settings):
    """Mail is put into a box of this process."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    mail.outbox = []


def ask(client, email="budi@example.id", **more):
    return client.post(DOOR, {"email": email, **more})


def read():
    """The link's path and the code of the newest mail."""
    run_due_jobs()
    text = mail.outbox[-1].body
    return re.search(r"http://localhost:8000(/akun/\S+)", text)[1], re.search(r"\d{3} \d{3}", text)[0]


def is_in(client):
    return client.get("/akun/").status_code == 200


def test_budi_joins_by_the_link_in_the_browser_that_asked():
    budi = Client()
    assert ask(budi, "Budi@Example.id ")["location"] == "/akun/sign-in/code/"
    link, _code = read()
    assert budi.get(link)["location"] == "/akun/"
    assert is_in(budi)
    assert Reader.objects.get().email == "budi@example.id"


def test_budi_signs_in_by_the_code_and_no_second_account_is_opened():
    before, budi = a_reader("budi@example.id"), Client()
    ask(budi)
    _link, code = read()
    assert budi.post("/akun/sign-in/code/", {"code": code}).status_code == 302
    assert is_in(budi)
    assert Reader.objects.get() == before


def test_known_and_unknown_addresses_get_the_same_answer_and_the_same_mail():
    a_reader("sari@example.id")
    answers = [ask(Client(), email) for email in ("sari@example.id", "nobody@example.id")]
    assert len({(answer.status_code, answer["location"], answer.content) for answer in answers}) == 1
    run_due_jobs()
    assert (
        len({(letter.subject, re.sub(r"sign-in/\S+|\d{3} \d{3}", "", letter.body)) for letter in mail.outbox})
        == 1
    )


def test_what_opens_links_to_look_at_them_uses_nothing_up():
    budi, scanner = Client(), Client()
    ask(budi)
    link, _code = read()
    for _ in range(3):
        assert scanner.get(link).status_code == 200
        assert scanner.head(link).status_code == 200
        assert budi.head(link).status_code == 200
    assert not is_in(scanner)
    assert budi.get(link).status_code == 302


def test_on_another_device_the_link_asks_for_a_button_first():
    asked, telephone = Client(), Client()
    ask(asked)
    link, _code = read()
    assert "budi@example.id" in telephone.get(link).content.decode()
    assert telephone.post(link).status_code == 302
    assert is_in(telephone) and not is_in(asked)


def test_a_link_works_once_and_takes_the_code_with_it():
    budi = Client()
    ask(budi)
    link, code = read()
    budi.get(link)
    assert Client().post(link).status_code == 410
    assert budi.post("/akun/sign-in/code/", {"code": code})["location"] == DOOR


@pytest.mark.parametrize("way", ["link", "code"])
def test_a_quarter_of_an_hour_later_nothing_opens(monkeypatch, way):
    budi = Client()
    ask(budi)
    link, code = read()
    later = clock.now() + keys.LASTS + timedelta(seconds=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    answer = budi.get(link) if way == "link" else budi.post("/akun/sign-in/code/", {"code": code})
    assert answer.status_code == (410 if way == "link" else 302)
    assert not is_in(budi)


def test_the_code_works_only_in_the_browser_that_asked():
    ask(Client())
    _link, code = read()
    other = Client()
    assert other.post("/akun/sign-in/code/", {"code": code})["location"] == DOOR
    assert not is_in(other)


def test_after_five_guesses_the_right_code_opens_nothing():
    budi = Client()
    ask(budi)
    _link, code = read()
    wrong = "000000" if code != "000 000" else "111111"
    for _ in range(keys.TRIES):
        assert budi.post("/akun/sign-in/code/", {"code": wrong}).status_code == 422
    assert budi.post("/akun/sign-in/code/", {"code": code}).status_code == 422
    assert not is_in(budi)


def test_neither_secret_nor_code_stands_in_the_database():
    ask(Client())
    link, code = read()
    kept = str(list(OneTimeKey.objects.values_list()))
    assert link.split("/")[-2] not in kept
    assert code.replace(" ", "") not in kept


def test_a_mail_that_is_sent_again_has_another_key_and_the_first_opens_nothing():
    from kabar.readers.door.letters import send_key

    budi = Client()
    ask(budi)
    first, _code = read()
    send_key.call(OneTimeKey.objects.get().pk)
    assert Client().post(first).status_code == 410


def test_one_mailbox_one_address_and_all_together_have_their_limits(monkeypatch):
    monkeypatch.setattr(knocks, "OF_ONE_MAILBOX", 2)
    statuses = [ask(Client(), "sari@example.id").status_code for _ in range(3)]
    assert statuses == [302, 302, 429]
    assert ask(Client()).status_code == 302
    monkeypatch.setattr(knocks, "OF_ONE_ADDRESS", 3)
    assert ask(Client(), "lain@example.id").status_code == 429
    elsewhere = {"headers": {"x-forwarded-for": "203.0.113.9"}}
    assert Client().post(DOOR, {"email": "lain@example.id"}, **elsewhere).status_code == 302
    monkeypatch.setattr(knocks, "OF_EVERYBODY", 4)
    assert (
        Client()
        .post(DOOR, {"email": "x@example.id"}, headers={"x-forwarded-for": "203.0.113.10"})
        .status_code
        == 429
    )


def test_an_hour_later_one_may_ask_again(monkeypatch):
    monkeypatch.setattr(knocks, "OF_ONE_MAILBOX", 1)
    assert [ask(Client()).status_code for _ in range(2)] == [302, 429]
    later = clock.now() + knocks.WITHIN + timedelta(seconds=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert ask(Client()).status_code == 302


def test_a_sign_in_is_a_new_session_and_the_one_before_is_over():
    budi = signed_in(Client(), a_reader("budi@example.id"))
    old = budi.cookies["kabar_reader"].value
    ask(budi)
    link, _code = read()
    budi.get(link)
    assert budi.cookies["kabar_reader"].value != old
    assert ReaderSession.objects.count() == 1


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(settings):
    budi = Client()
    ask(budi)
    budi.get(read()[0])
    cookie = budi.cookies["kabar_reader"]
    assert (cookie["httponly"], cookie["samesite"], bool(cookie["secure"])) == (True, "Lax", False)


@pytest.mark.parametrize(
    ("target", "led"),
    [
        ("/dunia/", "/dunia/"),
        ("https://jahat.example/", "/akun/"),
        ("//jahat.example/", "/akun/"),
        ("/\\jahat.example/", "/akun/"),
        ("javascript:alert(1)", "/akun/"),
        ("/a\r\nx: y", "/akun/"),
    ],
)
def test_the_door_leads_to_own_pages_only(target, led):
    budi = Client()
    ask(budi, next=target)
    assert budi.get(read()[0])["location"] == led


def test_a_form_from_elsewhere_signs_nobody_in():
    strict = Client(enforce_csrf_checks=True)
    assert ask(strict).status_code == 403
    ask(asked := Client())
    link, _code = read()
    assert strict.post(link).status_code == 403
    assert asked.get(link).status_code == 302


@pytest.mark.parametrize("said", ["", "budi", "budi@", "a b@example.id", "a@b.id" * 60])
def test_what_is_no_address_is_said_so_and_nothing_is_sent(said):
    assert ask(Client(), said).status_code == 422
    assert not OneTimeKey.objects.exists()


def test_with_the_account_stands_what_was_agreed_to_and_in_which_words():
    budi = Client()
    ask(budi)
    budi.get(read()[0])
    consent = Consent.objects.get()
    assert (consent.what, consent.given, consent.how) == ("account", True, "link")
    assert consent.words in Client().get(DOOR).content.decode()


def test_signing_out_ends_the_session_and_takes_the_cookies():
    budi = signed_in(Client(), a_reader())
    answer = budi.post("/akun/sign-out/")
    assert answer["location"] == "/"
    assert not ReaderSession.objects.exists()
    assert not is_in(budi)


@pytest.fixture
def post_office(settings):
    """A mail server of its own on loopback, and the letters it was handed."""
    from aiosmtpd.controller import Controller

    from tools.walking_paper import free_port

    class Office:
        def __init__(self):
            self.letters = []

        async def handle_DATA(self, _server, _session, envelope):
            self.letters.append(envelope)
            return "250 taken"

    office = Office()
    counter = Controller(office, hostname="127.0.0.1", port=free_port())
    counter.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", counter.port
    settings.EMAIL_USE_TLS = False
    yield office
    counter.stop()


def test_the_mail_goes_through_a_mail_server_and_its_link_opens(post_office):
    from email import message_from_bytes, policy

    budi = Client()
    ask(budi)
    run_due_jobs()
    (letter,) = post_office.letters
    text = message_from_bytes(letter.content, policy=policy.default).get_content()
    assert letter.rcpt_tos == ["budi@example.id"]
    link = re.search(r"http://localhost:8000(/akun/\S+)", text)[1]
    assert budi.get(link).status_code == 302
    assert is_in(budi)
