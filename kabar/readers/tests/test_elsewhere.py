"""Sign-in by somebody else who vouches: only for what they say they know, and only for who left from here."""

from dataclasses import replace
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.test import Client
from joserfc.jwk import RSAKey

from kabar.config import Provider
from kabar.readers.models import Identity, Reader, ReaderSession
from kabar.readers.testing import a_reader
from kabar.readers.tests.issuer import CLIENT, SECRET, open_issuer

pytestmark = [pytest.mark.django_db, pytest.mark.once]
AWAY, BACK = "/akun/sign-in/with/desa/", "/akun/sign-in/from/desa/"
BUDI = {"sub": "budi-1", "email": "Budi@Example.id", "email_verified": True, "name": "Budi Santoso"}


@pytest.fixture(scope="module")
def standing():
    with open_issuer() as issuer:
        yield issuer


@pytest.fixture
def issuer(standing, settings):
    """An issuer that vouches for Budi, and the paper that trusts it."""
    standing.person, standing.claims, standing.about = dict(BUDI), {}, {}
    standing.in_userinfo, standing.signs_with = False, None
    standing.codes.clear()
    desa = Provider("desa", "Kartu Desa", standing.address, CLIENT, SECRET, inside=True)
    settings.PAPER = replace(settings.PAPER, providers=(desa,))
    return standing


def leave(client, target="/dunia/"):
    """The way to the issuer and what is asked there."""
    answer = client.get(AWAY, {"next": target})
    return answer["location"], dict(parse_qsl(urlsplit(answer["location"]).query))


def travel(client, issuer, target="/dunia/"):
    """Go there, say yes, and come back."""
    way, _asked = leave(client, target)
    returned = urlsplit(issuer.authorize(urlsplit(way).query))
    return client.get(f"{returned.path}?{returned.query}")


def is_in(client):
    return client.get("/akun/").status_code == 200


@pytest.mark.parametrize("in_userinfo", [False, True])
def test_budi_joins_by_who_vouches_for_him_and_goes_on_where_he_was(issuer, in_userinfo):
    issuer.in_userinfo = in_userinfo
    budi = Client()
    assert b"Kartu Desa" in budi.get("/akun/sign-in/").content
    assert travel(budi, issuer)["location"] == "/dunia/"
    assert is_in(budi)
    reader = Reader.objects.get()
    assert (reader.email, reader.name, reader.consents.get().what) == (
        "budi@example.id",
        "Budi Santoso",
        "account",
    )


def test_each_question_has_its_own_state_nonce_and_challenge(issuer):
    _way, first = leave(Client())
    _way, second = leave(Client())
    for name in ("state", "nonce", "code_challenge"):
        assert len(first[name]) >= 43 and first[name] != second[name]
    assert first["redirect_uri"] == f"http://localhost:8000{BACK}"


def test_an_account_is_linked_when_the_address_is_verified_and_known_by_its_subject_from_then_on(issuer):
    before = a_reader("budi@example.id")
    travel(Client(), issuer)
    assert Identity.objects.get().reader == before
    issuer.person = {"sub": "budi-1", "email": "lain@example.id", "email_verified": False}
    again = Client()
    travel(again, issuer)
    assert is_in(again) and Reader.objects.count() == 1


@pytest.mark.parametrize(
    "said", [{"email_verified": False}, {"email_verified": "false"}, {"email_verified": None}]
)
def test_an_address_nobody_verified_opens_no_account(issuer, said):
    a_reader("budi@example.id")
    issuer.person |= said
    budi = Client()
    assert travel(budi, issuer).status_code == 403
    assert not is_in(budi) and not Identity.objects.exists()


WRONG = {
    "of another issuer": {"iss": "https://jahat.example"},
    "for another client": {"aud": "lain"},
    "run out": {"exp": 1_000_000_000},
    "of another voyage": {"nonce": "lain"},
    "of nobody": {"sub": None},
}


@pytest.mark.parametrize("claims", WRONG.values(), ids=WRONG.keys())
def test_a_token_that_is_not_meant_for_this_voyage_opens_nothing(issuer, claims):
    issuer.claims = claims
    budi = Client()
    assert travel(budi, issuer).status_code == 502
    assert not is_in(budi) and not Reader.objects.exists()


def test_a_token_signed_by_another_key_opens_nothing(issuer):
    issuer.signs_with = RSAKey.generate_key(2048, {"kid": "satu"})
    assert travel(Client(), issuer).status_code == 502


def test_a_token_without_a_signature_opens_nothing(issuer, monkeypatch):
    from base64 import urlsafe_b64encode

    def unsigned(_header, claims, _key):
        import json

        parts = [json.dumps(part).encode() for part in ({"alg": "none"}, claims)]
        return b".".join(urlsafe_b64encode(part).rstrip(b"=") for part in parts).decode() + "."

    monkeypatch.setattr("kabar.readers.tests.issuer.jwt.encode", unsigned)
    assert travel(Client(), issuer).status_code == 502


def test_who_comes_back_in_another_browser_or_twice_or_with_another_state_stays_outside(issuer):
    budi = Client()
    way, _asked = leave(budi)
    returned = urlsplit(issuer.authorize(urlsplit(way).query))
    address = f"{returned.path}?{returned.query}"
    assert Client().get(address).status_code == 502
    assert budi.get(f"{returned.path}?code=kode-0&state=lain").status_code == 502
    assert budi.get(address).status_code == 502
    assert not ReaderSession.objects.exists()
    budi = Client()
    way, _asked = leave(budi)
    returned = urlsplit(issuer.authorize(urlsplit(way).query))
    address = f"{returned.path}?{returned.query}"
    assert budi.get(address).status_code == 302
    assert budi.get(address).status_code == 502


def test_who_said_no_there_is_told_so_here(issuer):
    budi = Client()
    _way, asked = leave(budi)
    answer = budi.get(BACK, {"error": "access_denied", "state": asked["state"]})
    assert answer.status_code == 502
    assert b"kabar_voyage" not in str(budi.cookies["kabar_voyage"].value).encode()


def test_a_secret_may_be_wanted_in_the_form(issuer):
    issuer.about = {"token_endpoint_auth_methods_supported": ["client_secret_post"]}
    assert travel(Client(), issuer).status_code == 302
    assert issuer.exchanged[-1]["client_secret"] == SECRET


@pytest.mark.parametrize(
    "about", [{"issuer": "https://lain.example"}, {"authorization_endpoint": "javascript:1"}]
)
def test_an_issuer_that_speaks_of_another_or_of_no_address_is_not_gone_to(issuer, about):
    issuer.about = about
    assert Client().get(AWAY).status_code == 502


def test_an_issuer_inside_the_house_is_not_asked_unless_the_publisher_says_so(issuer, settings):
    (desa,) = settings.PAPER.providers
    settings.PAPER = replace(settings.PAPER, providers=(replace(desa, inside=False),))
    assert Client().get(AWAY).status_code == 502


def test_it_leads_to_own_pages_only(issuer):
    assert travel(Client(), issuer, "https://jahat.example/")["location"] == "/akun/"


def test_nobody_else_vouches(issuer):
    assert Client().get("/akun/sign-in/with/lain/").status_code == 404
