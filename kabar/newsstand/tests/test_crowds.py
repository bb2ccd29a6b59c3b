"""Proofs that however many readers ask at once, the newsroom prints once."""

import asyncio

from kabar.newsstand.testing import Page, ask_many


def test_five_hundred_readers_of_one_new_page_cost_one_print(stand):
    stand.web.pages["/global/"] = Page(b"<h1>Baru</h1>", keys=("section:1",))
    stand.web.delay = 0.3
    answers = asyncio.run(ask_many(stand.port, stand.host, ["/global/"] * 500))
    assert all(
        answer.startswith(b"HTTP/1.1 200 OK") and answer.endswith(b"<h1>Baru</h1>") for answer in answers
    )
    assert len(stand.web.prints) == 1


def test_five_hundred_readers_at_the_publish_instant_cost_one_print(stand):
    stand.web.pages["/"] = Page(b"<h1>Lama</h1>", keys=("front:main",))
    stand.ask("/")
    stand.web.pages["/"] = Page(b"<h1>Baru</h1>", keys=("front:main",))
    stand.web.delay = 0.2
    stand.generations.bump(["front:main"])
    answers = asyncio.run(ask_many(stand.port, stand.host, ["/"] * 500))
    assert all(answer.endswith(b"<h1>Baru</h1>") for answer in answers)
    assert len(stand.web.prints) == 2


def test_wiped_plates_are_printed_once_each(stand):
    paths = [f"/berita-{number}" for number in range(40)]
    stand.web.pages.update({path: Page(path.encode()) for path in paths})
    asyncio.run(ask_many(stand.port, stand.host, paths))
    stand.rack.clear()
    stand.stand.shelf.copies.clear()
    asyncio.run(ask_many(stand.port, stand.host, paths * 5))
    assert len(stand.web.prints) == 80


def test_a_shelf_too_small_for_the_crowd_only_costs_looks_on_the_rack(tmp_path):
    from kabar.config import Newsstand, Paper
    from kabar.newsstand.testing import open_stand

    paper = Paper(folder=tmp_path, newsstand=Newsstand(hot_megabytes=0))
    with open_stand(tmp_path, paper=paper) as stand:
        stand.web.pages["/"] = Page(b"depan")
        for _ in range(5):
            assert stand.ask("/", accept_encoding="identity").body == b"depan"
        assert len(stand.web.prints) == 1
        assert stand.stand.shelf.size == 0
