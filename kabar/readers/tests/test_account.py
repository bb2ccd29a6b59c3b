"""The account's pages: for whoever is signed in at this paper, and never stored."""

import pytest
from django.test import Client

from kabar.readers.testing import a_reader, signed_in
from kabar.stories.testing import rina

pytestmark = pytest.mark.django_db


def test_a_stranger_is_led_to_the_sign_in_and_back():
    answer = Client().get("/akun/")
    assert (answer.status_code, answer["location"]) == (302, "/akun/sign-in/?next=%2Fakun%2F")


def test_a_reader_sees_their_own_account_and_nobody_stores_it():
    answer = signed_in(Client(), a_reader(name="Budi Santoso")).get("/akun/")
    assert b"Budi Santoso" in answer.content
    assert answer["cache-control"] == "no-store"


def test_a_session_of_the_newsroom_opens_no_account_and_the_other_way_round():
    editor = Client()
    editor.force_login(rina())
    assert editor.get("/akun/").status_code == 302
    assert signed_in(Client(), a_reader()).get("/redaksi/")["location"].startswith("/redaksi/login/")


def test_a_reader_of_one_paper_is_a_stranger_to_another():
    assert signed_in(Client(), a_reader(paper="desa")).get("/akun/").status_code == 302
