"""Proofs that a pass names a variant, holds until it expires, and cannot be made at home."""

import time
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kabar.newsstand.passes import Gate
from kabar.newsstand.testing import Page, Reply, open_stand
from kabar.passes import COOKIE, GRACE, PassOffice
from kabar.passes import revoked as lists
from kabar.passes.revoked import RevokedList
from kabar.plates import Variant

OFFICE = PassOffice("rahasia")
FAR = 99_999_999_999
ALL = (Variant.ADS, Variant.MEMBER, Variant.LITE)


def cookie(value: str) -> bytes:
    return f"a=1; {COOKIE}={value}; b=2".encode()


def variant_of(cookies: bytes, second: float) -> Variant | None:
    gate = Gate(OFFICE, RevokedList(Path("/nowhere")))
    return gate.variant_of(gate.shown(cookies), second)


def test_a_pass_is_good_until_its_second():
    token = cookie(OFFICE.issue(Variant.MEMBER, 1000))
    for _ in range(2):
        assert variant_of(token, 999.9) is Variant.MEMBER
        assert variant_of(token, 1000.0) is Variant.ADS


def test_another_papers_pass_is_not_good_here():
    token = cookie(PassOffice("lain").issue(Variant.MEMBER, FAR))
    assert variant_of(token, 0) is Variant.ADS


@pytest.mark.parametrize(
    "value", ["", "member", "member.99999999999", "member.99999999999.x", "a.b.c", "raja.1.x"]
)
def test_what_is_no_pass_is_no_pass(value):
    assert variant_of(cookie(value), 0) is Variant.ADS


@given(st.binary(max_size=60))
def test_no_cookie_breaks_the_office(raw):
    assert variant_of(b"kabar_pass=" + raw, 0) is Variant.ADS


def test_changing_any_letter_of_a_pass_spoils_it():
    good = OFFICE.issue(Variant.MEMBER, 1000)
    for place, letter in enumerate(good):
        forged = good[:place] + ("0" if letter != "0" else "1") + good[place + 1 :]
        assert variant_of(cookie(forged), 0) is Variant.ADS


def test_long_headers_of_strangers_do_not_fill_the_memory():
    gate = Gate(OFFICE, RevokedList(Path("/nowhere")))
    tracemalloc.start()
    for number in range(500):
        assert gate.variant_of(gate.shown(b"a=%d; b=%s" % (number, b"x" * 16_000)), 0) is Variant.ADS
    kept, _peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert kept < 1_000_000


def test_sari_gets_the_members_page_and_budi_the_ordinary_one(tmp_path):
    with open_stand(tmp_path, variants=ALL) as stand:
        stand.hang("/", Page(b"dengan iklan"))
        stand.hang("/", Page(b"tanpa iklan"), Variant.MEMBER)
        stand.hang("/", Page(b"ringan"), Variant.LITE)
        sari = {"cookie": f"{COOKIE}={OFFICE.issue(Variant.MEMBER, FAR)}"}
        for encoding in ("identity", "gzip", "gzip", "identity"):
            assert_gets(stand.ask("/", accept_encoding=encoding), b"dengan iklan")
            assert_gets(stand.ask("/", accept_encoding=encoding, **sari), b"tanpa iklan")
            assert_gets(stand.ask("/", accept_encoding=encoding, save_data="on"), b"ringan")
            assert_gets(stand.ask("/", accept_encoding=encoding, save_data="on", **sari), b"tanpa iklan")
            assert_gets(
                stand.ask("/", accept_encoding=encoding, cookie="kabar_pass=member.9.x"), b"dengan iklan"
            )


def test_shared_caches_may_keep_only_the_ordinary_page(tmp_path):
    with open_stand(tmp_path, variants=ALL) as stand:
        stand.hang("/", Page(b"a"))
        stand.hang("/", Page(b"b"), Variant.MEMBER)
        sari = {"cookie": f"{COOKIE}={OFFICE.issue(Variant.MEMBER, FAR)}"}
        for _ in range(2):
            ordinary, members = (
                stand.ask("/", accept_encoding="gzip"),
                stand.ask("/", accept_encoding="gzip", **sari),
            )
            assert ordinary.headers["cache-control"].startswith("public")
            assert members.headers["cache-control"] == "private, no-cache"
            assert ordinary.headers["vary"] == members.headers["vary"] == "accept-encoding, kabar-variant"


def test_no_shared_cache_keeps_an_older_page_of_a_member(tmp_path):
    with open_stand(tmp_path, variants=ALL) as stand:
        stand.hang("/", Page(b"a", keys=("front:main",)))
        stand.hang("/", Page(b"b", keys=("front:main",)), Variant.MEMBER)
        stand.generations.bump(["front:main"])
        stand.web.kill()
        sari = {"cookie": f"{COOKIE}={OFFICE.issue(Variant.MEMBER, FAR)}"}
        ordinary, members = stand.ask("/"), stand.ask("/", **sari)
        assert (ordinary.body, members.body) == (b"a", b"b")
        assert "age" in ordinary.headers and "age" in members.headers
        assert ordinary.headers["cache-control"] == "no-cache"
        assert members.headers["cache-control"] == "private, no-cache"


def test_a_variant_that_is_not_offered_is_not_asked_for(stand):
    stand.hang("/", Page(b"dengan iklan"))
    pass_of_sari = f"{COOKIE}={OFFICE.issue(Variant.MEMBER, FAR)}"
    assert stand.ask("/", cookie=pass_of_sari, save_data="on").body == b"dengan iklan"
    assert stand.web.prints == []


SERIAL = "nomor-satu"


def signed_in(expiry: int, serial: str = SERIAL) -> dict[str, str]:
    return {"cookie": f"{COOKIE}={OFFICE.issue(Variant.MEMBER, expiry, serial)}; kabar_reader=rahasia"}


def renewing(stand, pass_, status=204):
    cookie = f"{COOKIE}={pass_}; Path=/; HttpOnly"
    stand.web.replies["/-/me/pass"] = Reply(status, b"", (("set-cookie", cookie),))


@pytest.fixture
def three(tmp_path):
    with open_stand(tmp_path, variants=ALL) as stand:
        stand.hang("/", Page(b"dengan iklan"))
        stand.hang("/", Page(b"tanpa iklan"), Variant.MEMBER)
        yield stand


def test_a_member_who_merely_slept_gets_the_members_page_and_a_new_pass_with_it(three):
    new = OFFICE.issue(Variant.MEMBER, FAR, SERIAL)
    renewing(three, new)
    answer = three.ask("/", accept_encoding="gzip", **signed_in(int(time.time()) - 9_000))
    assert_gets(answer, b"tanpa iklan")
    assert answer.headers["set-cookie"].startswith(f"{COOKIE}={new}")
    assert answer.headers["cache-control"] == "private, no-cache"
    three.web.requests.clear()
    assert_gets(three.ask("/", cookie=f"{COOKIE}={new}; kabar_reader=rahasia"), b"tanpa iklan")
    assert three.web.requests == []


@pytest.mark.parametrize("pass_is_given", [True, False])
def test_no_shared_cache_keeps_an_answer_with_a_new_pass_in_it(three, pass_is_given):
    renewing(three, OFFICE.issue(Variant.MEMBER, FAR, SERIAL) if pass_is_given else "")
    three.web.pages["/hilang"] = Reply(404, b"hilang", (("cache-control", "public, max-age=0"),))
    answer = three.ask("/hilang", **signed_in(int(time.time()) - 9_000))
    assert answer.status == 404 and answer.headers["set-cookie"].startswith(COOKIE)
    assert answer.headers["cache-control"] == "no-store"
    assert three.ask("/hilang").headers["cache-control"] == "public, max-age=0"


def test_who_is_no_member_any_more_is_asked_about_once(three):
    renewing(three, "")
    answer = three.ask("/", **signed_in(1000))
    assert_gets(answer, b"dengan iklan")
    assert answer.headers["cache-control"] == "private, no-cache"
    assert answer.headers["set-cookie"].startswith(f"{COOKIE}=;")


def test_a_run_out_pass_without_a_reader_asks_nobody(three):
    token = OFFICE.issue(Variant.MEMBER, 1000, SERIAL)
    assert_gets(three.ask("/", cookie=f"{COOKIE}={token}"), b"dengan iklan")
    assert three.web.requests == []


def test_while_web_is_down_a_pass_of_today_still_opens_and_one_of_yesterday_does_not(three):
    three.web.kill()
    now = int(time.time())
    assert_gets(three.ask("/", **signed_in(now - 3_600)), b"tanpa iklan")
    assert_gets(three.ask("/", **signed_in(now - GRACE - 60)), b"dengan iklan")


def test_a_revoked_pass_opens_nothing_within_two_seconds_on_an_open_line_too(three):
    token = f"{COOKIE}={OFFICE.issue(Variant.MEMBER, FAR, SERIAL)}"
    assert_gets(three.ask("/", accept_encoding="gzip", cookie=token), b"tanpa iklan")
    lists.write(three.settings.paper.var, [SERIAL])
    ends = time.monotonic() + 2.5
    while b"dengan" not in three.ask("/", cookie=token).body:
        assert time.monotonic() < ends
        time.sleep(0.1)
    lists.write(three.settings.paper.var, [])


def assert_gets(answer, text: bytes) -> None:
    import gzip

    packed = answer.headers.get("content-encoding") == "gzip"
    assert (gzip.decompress(answer.body) if packed else answer.body) == text


def opening(paper: str = "main", ends: int = FAR) -> dict[str, str]:
    return {"cookie": f"{COOKIE}={OFFICE.issue(Variant.ADS, ends, 'sesi', paper)}"}


@pytest.fixture
def resting(tmp_path):
    """A stand on whose rack the rest of a story hangs; web answers whoever is not handed it here."""
    with open_stand(tmp_path, variants=ALL) as stand:
        stand.hang("/.rest/7", Page(b"sampai habis"))
        stand.web.replies["/-/rest/7"] = Reply(200, b"pembatas")
        yield stand


def test_the_rest_of_a_story_is_handed_to_whoever_s_pass_opens_it_and_kept_by_nobody(resting):
    for encoding in ("gzip", "identity", "gzip"):
        got = resting.ask("/-/rest/7", accept_encoding=encoding, **opening())
        assert_gets(got, b"sampai habis")
        assert got.headers["cache-control"] == "no-store" and "etag" not in got.headers


def test_a_pass_of_another_paper_or_of_yesterday_or_none_is_decided_on_by_web(resting):
    assert_gets(resting.ask("/-/rest/7", **opening()), b"sampai habis")
    for said in ({}, opening("desa"), opening(""), opening(ends=1000)):
        assert_gets(resting.ask("/-/rest/7", **said), b"pembatas")


def test_a_number_has_one_spelling_so_that_what_is_taken_down_is_gone(resting):
    resting.hang("/.rest/007", Page(b"lama"))
    assert b"lama" not in resting.ask("/-/rest/007", **opening()).body


@pytest.mark.parametrize("target", ["/.rest/7", "/%2erest/7", "//.rest/7", "/-/../.rest/7", "/.rest/7?a=1"])
def test_no_spelling_of_an_address_leads_to_the_rest_on_the_shelf(resting, target):
    resting.ask("/-/rest/7", accept_encoding="gzip", **opening())
    for said in ({}, opening()):
        got = resting.ask(target, **said)
        assert b"sampai habis" not in got.body and got.status >= 400
