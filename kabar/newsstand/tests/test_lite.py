"""A reader who wants little gets the data-saver edition, is remembered, and finds the way back."""

import pytest

from kabar.newsstand.settings import offered_by
from kabar.newsstand.testing import Page, open_stand
from kabar.plates import Variant

BOTH = (Variant.ADS, Variant.LITE)


@pytest.fixture(scope="module")
def stand(tmp_path_factory):
    with open_stand(tmp_path_factory.mktemp("lite"), variants=BOTH) as opened:
        opened.hang("/", Page(b"lengkap"))
        opened.hang("/", Page(b"ringan"), Variant.LITE)
        yield opened


def test_budi_asks_for_the_data_saver_edition_once_and_keeps_it(stand):
    answer = stand.ask("/-/edition?is=lite&to=%2Fglobal%2F%3Fhalaman%3D2%26x%3D1")
    assert (answer.status, answer.headers["location"]) == (303, "/global/?halaman=2")
    assert answer.headers["cache-control"] == "no-store"
    cookie = answer.headers["set-cookie"].split(";")[0]
    for _ in range(2):
        assert stand.ask("/", cookie=f"a=1; {cookie}").body == b"ringan"
    back = stand.ask("/-/edition?is=full&to=/").headers["set-cookie"].split(";")[0]
    assert stand.ask("/", cookie=back, save_data="on").body == b"lengkap"


def test_a_browser_that_saves_data_gets_it_unasked(stand):
    assert stand.ask("/", save_data="on").body == b"ringan"
    assert stand.ask("/").body == b"lengkap"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://jahat.example/",
        "//jahat.example/",
        "/\\x.example",
        "/a%0d%0ax:1",
        "é",
        "/../x",
        "/.fragment/latest",
    ],
)
def test_the_switch_leads_nowhere_but_to_a_page_of_ours(stand, elsewhere):
    from urllib.parse import quote

    answer = stand.ask(f"/-/edition?is=lite&to={quote(elsewhere)}")
    assert (answer.status, answer.headers["location"]) == (303, "/")


def test_a_wish_that_is_none_is_no_page(stand):
    answer = stand.ask("/-/edition?is=murah&to=/")
    assert answer.status == 404 and "set-cookie" not in answer.headers


def test_no_cookie_reaches_the_print(stand):
    stand.ask("/baru", cookie="kabar_edition=lite; rahasia=1")
    assert stand.web.prints[-1] == {"host": stand.host, "path": "/baru", "query": "", "variant": "lite"}
    assert not any(name == "cookie" for name, _ in stand.web.requests[-1].headers)


def test_a_paper_may_do_without_it(stand):
    from dataclasses import replace

    paper = stand.settings.paper
    assert offered_by(paper) == (Variant.ADS, Variant.MEMBER, Variant.LITE)
    assert offered_by(replace(paper, newsstand=replace(paper.newsstand, lite=False))) == (
        Variant.ADS,
        Variant.MEMBER,
    )


def test_what_standards_put_into_a_hidden_folder_is_read_and_nothing_else_in_there(stand):
    stand.hang("/.well-known/tdmrep.json", Page(b"[]"))
    assert stand.ask("/.well-known/tdmrep.json").body == b"[]"
    assert stand.ask("/.well-known/lain.json").status == 404
