"""Proofs that a page has one address, however it is spelled, and that some spellings have none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kabar.plates import Address, Variant, canonical_path, canonical_query, without_trackers


def test_addresses_that_differ_anywhere_hang_on_different_hooks():
    addresses = [
        Address("kabar.id", "/"),
        Address("kabar.id", "/global/"),
        Address("lain.id", "/"),
        Address("kabar.id", "/", "halaman=2"),
        Address("kabar.id", "/", "", Variant.MEMBER),
    ]
    assert len({address.to_key() for address in addresses}) == len(addresses)


def test_a_fragment_hangs_in_its_own_folder_for_the_same_host_and_variant():
    page = Address("kabar.id", "/global/", "halaman=2", Variant.LITE)
    assert page.of_fragment("latest") == Address("kabar.id", "/.fragment/latest", "", Variant.LITE)


@pytest.mark.parametrize(
    "path", ["/", "/global/", "/global/2022/05/13/telepon-menhan", "/rss.xml", "/sitemap-news.xml"]
)
def test_an_ordinary_path_is_kept_as_it_is(path):
    assert canonical_path(path) == path


@pytest.mark.parametrize(
    "path",
    [
        "",
        "global",
        "*",
        "//jahat.example/",
        "/global//2022",
        "/akun;x.js",
        "/akun/;x.css",
        "/akun%2fx.css",
        "/akun%2Fx.css",
        "/akun%3b.js",
        "/akun%5cx.css",
        "/akun%00.css",
        "/akun%0d%0ax",
        "/akun%3fx.css",
        "/akun%23.css",
        "/../etc/passwd",
        "/a/./b",
        "/%2e%2e/etc",
        "/.env",
        "/.fragment/latest",
        "/%2efragment/latest",
        "/global/.git/config",
        "/%ff",
    ],
)
def test_a_path_that_two_readers_could_read_differently_is_no_page(path):
    assert canonical_path(path) is None


def test_two_spellings_of_one_path_are_one_address():
    assert canonical_path("/gl%6fbal/") == "/global/"
    assert canonical_path("/%e2%82%ac") == canonical_path("/%E2%82%AC") == "/%E2%82%AC"


@given(st.text(alphabet="ab%2fF.;/~é ", max_size=20))
def test_a_canonical_path_is_its_own_canonical_path(text):
    path = canonical_path("/" + text)
    if path is not None:
        assert canonical_path(path) == path


def test_trackers_are_stripped_and_the_rest_keeps_its_order():
    raw = "utm_source=wa&q=a%20b&UTM_Medium=x&fbclid=1&kanal=bola&gclid=2"
    assert without_trackers(raw) == "q=a%20b&kanal=bola"


def test_only_known_parameters_make_an_address():
    assert canonical_query("halaman=2&x=1&utm_source=wa", ["halaman"]) == "halaman=2"
    assert canonical_query("x=1", ["halaman"]) == ""
    assert canonical_query("halaman=1&halaman=3", ["halaman"]) == "halaman=3"
    assert canonical_query("b=2&a=1", ["a", "b"]) == canonical_query("a=1&b=2", ["a", "b"]) == "a=1&b=2"
