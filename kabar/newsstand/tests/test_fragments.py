"""Proofs that what changes often is set into pages without printing them again."""

import gzip

from kabar.newsstand.stand import Stand
from kabar.newsstand.testing import HTML, Page, Reply
from kabar.plates import Address, engrave

STORY = "/global/2022/05/13/telepon/"
LATEST = "/.fragment/latest"


def page(text: bytes = b"Telepon") -> Page:
    html = b"<h1>%s</h1><aside><!--kabar:fragment latest--></aside><footer></footer>" % text
    return Page(html, keys=("story:1",), headers=(HTML, ("surrogate-key", "story:1")))


def latest(text: bytes) -> Page:
    return Page(
        b"<ul>%s</ul>" % text, keys=("latest:main",), headers=(HTML, ("surrogate-key", "latest:main"))
    )


def whole(text: bytes, head: bytes = b"Telepon") -> bytes:
    return b"<h1>%s</h1><aside><ul>%s</ul></aside><footer></footer>" % (head, text)


def lay_out(stand, text: bytes = b"satu") -> None:
    stand.web.pages[STORY] = page()
    stand.web.pages[LATEST] = latest(text)


def printed(stand, path: str) -> int:
    return sum(question["path"] == path for question in stand.web.prints)


def test_a_page_is_handed_out_with_its_fragments_set(stand):
    lay_out(stand)
    for _ in range(2):
        answer = stand.ask(STORY, accept_encoding="gzip")
        assert gzip.decompress(answer.body) == whole(b"satu")
        assert answer.headers["surrogate-key"] == "story:1 latest:main"
        assert stand.ask(STORY).body == whole(b"satu")


def test_a_changed_fragment_reaches_every_page_and_no_page_is_printed_again(stand):
    lay_out(stand)
    before = stand.ask(STORY, accept_encoding="gzip")
    stand.web.pages[LATEST] = latest(b"dua")
    stand.generations.bump(["latest:main"])
    after = stand.ask(STORY, accept_encoding="gzip")
    assert gzip.decompress(after.body) == whole(b"dua")
    assert after.headers["etag"] != before.headers["etag"]
    assert "age" not in after.headers
    assert (printed(stand, STORY), printed(stand, LATEST)) == (1, 2)


def test_one_fragment_serves_all_pages(stand):
    lay_out(stand)
    stand.web.pages["/global/lain/"] = page(b"Lain")
    stand.ask(STORY)
    assert stand.ask("/global/lain/").body == whole(b"satu", b"Lain")
    assert printed(stand, LATEST) == 1


def test_with_web_down_an_older_fragment_is_set_and_the_page_tells_its_age(stand):
    lay_out(stand)
    stand.ask(STORY)
    stand.generations.bump(["latest:main"])
    stand.web.kill()
    answer = stand.ask(STORY)
    assert (answer.status, answer.body) == (200, whole(b"satu"))
    assert "age" in answer.headers


def test_a_fragment_that_cannot_be_printed_leaves_a_hole_and_not_an_error(stand):
    stand.web.pages[STORY] = page()
    stand.web.pages[LATEST] = Reply(500, b"")
    answer = stand.ask(STORY)
    assert (answer.status, answer.body) == (200, b"<h1>Telepon</h1><aside></aside><footer></footer>")


def test_a_hole_is_filled_as_soon_as_the_fragment_is_there(stand):
    stand.web.pages[STORY] = page()
    stand.ask(STORY)
    stand.hang(LATEST, latest(b"tiga"))
    assert stand.ask(STORY).body == whole(b"tiga")


def test_no_reader_can_ask_for_a_fragment(stand):
    lay_out(stand)
    assert stand.ask(LATEST).status == 404
    assert stand.ask("/%2efragment/latest").status == 404
    assert stand.web.prints == []


def turn(stand, text: bytes, **pages: Page) -> None:
    """Print the fragment, and pages, as the press does: hung at the instant at which their keys move."""
    ticket, printed = stand.generations.begin(), {LATEST: latest(text), **pages}
    plates = {
        Address(stand.host, path): engrave(
            page.html, headers=page.headers, keys=page.keys, generations=stand.generations, ticket=ticket
        )
        for path, page in printed.items()
    }
    keys = {key for page in printed.values() for key in page.keys}
    assert stand.generations.turn(keys, plates, stand.rack.hang)


def test_a_fragment_that_turned_is_set_without_a_word_to_web(stand):
    lay_out(stand)
    stand.ask(STORY)
    stand.web.kill()
    for text in (b"dua", b"tiga"):
        turn(stand, text)
        answer = stand.ask(STORY, accept_encoding="gzip")
        assert gzip.decompress(answer.body) == whole(text)
        assert "age" not in answer.headers
        assert answer.headers["content-length"] == str(len(answer.body))
    assert (printed(stand, STORY), printed(stand, LATEST)) == (1, 1)


def test_a_page_that_turned_with_its_fragment_is_laid_out_while_its_readers_ask(stand, monkeypatch):
    lay_out(stand)
    stand.ask(STORY, accept_encoding="gzip")
    turn(stand, b"dua", **{STORY: page(b"Telepon lagi")})
    # What goes the whole way makes a task of each reader; here nobody has to.
    monkeypatch.setattr(Stand, "hand_out", None)
    answer = stand.ask(STORY, accept_encoding="gzip")
    assert gzip.decompress(answer.body) == whole(b"dua", b"Telepon lagi")
    assert "age" not in answer.headers


def test_a_page_that_changed_is_printed_however_fresh_its_fragments(stand):
    lay_out(stand)
    stand.ask(STORY)
    stand.web.pages[STORY] = page(b"Telepon lagi")
    stand.generations.bump(["story:1"])
    turn(stand, b"dua")
    assert stand.ask(STORY).body == whole(b"dua", b"Telepon lagi")
