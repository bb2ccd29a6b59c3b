"""Proofs that Budi gets the page he asked for, as HTTP has it."""

import gzip
from email.utils import parsedate_to_datetime

from kabar.newsstand.testing import HTML, Page, Reply

PHONE_CALL = Page(
    b"<h1>Telepon Menhan</h1>" * 200, keys=("story:1",), headers=(HTML, ("surrogate-key", "story:1"))
)


def test_a_page_is_printed_once_and_then_handed_out(stand):
    stand.web.pages["/global/"] = PHONE_CALL
    answers = [stand.ask("/global/") for _ in range(5)]
    assert {answer.status for answer in answers} == {200}
    assert {answer.body for answer in answers} == {PHONE_CALL.html}
    assert len(stand.web.prints) == 1
    assert stand.web.prints[0] == {"host": stand.host, "path": "/global/", "query": "", "variant": "ads"}


def test_a_page_on_the_rack_needs_no_web(stand):
    stand.hang("/global/", PHONE_CALL)
    assert stand.ask("/global/").body == PHONE_CALL.html
    assert stand.web.prints == []


def test_who_takes_gzip_gets_one_sound_member(stand):
    stand.hang("/global/", PHONE_CALL)
    for _ in range(2):
        answer = stand.ask("/global/", accept_encoding="br, gzip;q=0.8")
        assert answer.headers["content-encoding"] == "gzip"
        assert int(answer.headers["content-length"]) == len(answer.body)
        assert gzip.decompress(answer.body) == PHONE_CALL.html


def test_who_refuses_gzip_gets_plain_text_even_when_the_copy_is_warm(stand):
    stand.hang("/global/", PHONE_CALL)
    stand.ask("/global/", accept_encoding="gzip")
    answer = stand.ask("/global/", accept_encoding="gzip;q=0, identity")
    assert "content-encoding" not in answer.headers
    assert answer.body == PHONE_CALL.html


def test_warm_and_cold_answers_carry_the_same_headers(stand):
    stand.hang("/global/", PHONE_CALL)
    cold, warm = (stand.ask("/global/", accept_encoding="gzip") for _ in range(2))
    assert {**cold.headers, "date": ""} == {**warm.headers, "date": ""}
    assert len(cold.pairs) == len(cold.headers)
    assert len(warm.pairs) == len(warm.headers)
    assert warm.headers["vary"] == "accept-encoding"
    assert warm.headers["surrogate-key"] == "story:1"
    assert "server" not in warm.headers
    assert "age" not in warm.headers
    assert parsedate_to_datetime(warm.headers["date"]) is not None


def test_a_reader_who_holds_the_copy_is_told_so(stand):
    stand.hang("/global/", PHONE_CALL)
    etag = stand.ask("/global/", accept_encoding="gzip").headers["etag"]
    for known in (etag, etag.removeprefix("W/"), f'"lain", {etag}', "*"):
        for encoding in ("gzip", "identity"):
            answer = stand.ask("/global/", accept_encoding=encoding, if_none_match=known)
            assert (answer.status, answer.body) == (304, b"")
            assert answer.headers["etag"] == etag
    assert stand.ask("/global/", accept_encoding="gzip", if_none_match='"lain"').status == 200


def test_head_says_everything_but_the_body(stand):
    stand.hang("/global/", PHONE_CALL)
    for encoding in ("gzip", "identity"):
        for _ in range(2):
            full = stand.ask("/global/", accept_encoding=encoding)
            head = stand.ask("/global/", "HEAD", accept_encoding=encoding)
            assert head.status == 200
            assert head.body == b""
            assert head.headers["content-length"] == full.headers["content-length"]


def test_trackers_and_unknown_parameters_find_the_same_copy(stand):
    stand.hang("/global/", PHONE_CALL)
    for query in ("utm_source=wa&utm_medium=sosial", "fbclid=abc", "gclid=1&x=2"):
        assert stand.ask(f"/global/?{query}").body == PHONE_CALL.html
    assert stand.web.prints == []


def test_web_never_sees_a_tracker(stand):
    stand.web.pages["/global/"] = PHONE_CALL
    stand.ask("/global/?utm_source=wa&halaman=2&fbclid=1")
    assert stand.web.prints[0]["query"] == "halaman=2"


def test_each_page_of_a_list_is_an_address_of_its_own(stand):
    stand.hang("/global/", Page(b"satu"))
    stand.hang("/global/", Page(b"dua"), query="halaman=2")
    for _ in range(2):
        assert stand.ask("/global/").body == b"satu"
        assert stand.ask("/global/?halaman=2").body == b"dua"
        assert stand.ask("/global/?utm_source=wa&halaman=2").body == b"dua"


def test_a_moved_page_is_a_plate_too(stand):
    ticket = stand.generations.begin()
    stand.web.pages["/lama/"] = Reply(301, b"", (("location", "/baru/"), ("set-cookie", "jejak=1")))
    answer = stand.ask("/lama/")
    assert (answer.status, answer.headers["location"]) == (301, "/baru/")
    assert "set-cookie" not in answer.headers
    assert stand.generations.begin() == ticket


def test_a_missing_page_is_passed_on_and_never_hung(stand):
    for _ in range(2):
        answer = stand.ask("/tidak-ada/")
        assert (answer.status, answer.body) == (404, b"<h1>tidak ada</h1>")
    assert len(stand.web.prints) == 2
    assert len(stand.rack) == 0


def test_every_search_gets_its_own_answer(stand):
    stand.web.pages["/cari/"] = Reply(200, b"<p>hasil</p>" * 100, (HTML, ("cache-control", "no-store")))
    stand.hang("/cari/", Page(b"halaman kosong"))
    answer = stand.ask("/cari/?q=menhan&kanal=global&utm_source=wa", accept_encoding="gzip")
    assert gzip.decompress(answer.body) == b"<p>hasil</p>" * 100
    assert answer.headers["cache-control"] == "no-store"
    assert stand.web.prints[0]["query"] == "q=menhan&kanal=global"


def test_health_is_one_line_for_whoever_asks(stand):
    answer = stand.ask("/-/health", host="10.0.0.7")
    assert (answer.status, answer.body) == (200, b"the newsstand is open\n")
