"""Proofs that readers see the news at once, and keep reading when the newsroom cannot be reached."""

import threading
import time

import pytest

from kabar.newsstand.settings import NewsstandSettings
from kabar.newsstand.testing import Page, Reply, open_stand
from kabar.plates import Address

FRONT = "/"


def edition(number: int) -> Page:
    return Page(b"<h1>Edisi %d</h1>" % number, keys=("front:main",))


@pytest.fixture
def front(stand):
    """The front page, warm."""
    stand.web.pages[FRONT] = edition(1)
    assert stand.ask(FRONT).body == edition(1).html
    assert "age" not in stand.ask(FRONT, accept_encoding="gzip").headers
    return stand


def publish(stand, number: int) -> None:
    stand.web.pages[FRONT] = edition(number)
    stand.generations.bump(["front:main"])


def test_a_reader_who_asks_after_a_publish_sees_it(front):
    for number in range(2, 30):
        publish(front, number)
        answer = front.ask(FRONT, accept_encoding="identity")
        assert answer.body == edition(number).html
        assert "age" not in answer.headers


def test_a_publish_elsewhere_reprints_nothing(front):
    front.generations.bump(["section:9", "story:9"])
    assert front.ask(FRONT).body == edition(1).html
    assert len(front.web.prints) == 1


def test_a_print_that_news_overtook_is_asked_for_again(front):
    def overtaken(_):
        front.web.during_print = None
        publish(front, 3)

    publish(front, 2)
    front.web.during_print = overtaken
    answer = front.ask(FRONT)
    assert answer.body == edition(3).html
    assert "age" not in answer.headers


def test_under_endless_news_a_reader_still_gets_a_page(front):
    front.web.during_print = lambda _: front.generations.bump(["front:main"])
    publish(front, 2)
    answer = front.ask(FRONT)
    assert (answer.status, answer.body) == (200, edition(2).html)


def test_with_web_killed_the_older_page_is_served_with_its_age(front):
    publish(front, 2)
    front.web.kill()
    for _ in range(3):
        answer = front.ask(FRONT, accept_encoding="gzip")
        assert answer.status == 200
        assert int(answer.headers["age"]) >= 0
        assert answer.headers["cache-control"] == "no-cache"


def test_a_page_that_did_not_change_has_no_age_with_web_killed(front):
    front.web.kill()
    assert "age" not in front.ask(FRONT).headers


def test_while_web_fails_the_older_page_is_served_and_afterwards_the_new_one(front):
    front.web.pages[FRONT] = Reply(500, b"kesalahan")
    front.generations.bump(["front:main"])
    answer = front.ask(FRONT)
    assert (answer.status, answer.body) == (200, edition(1).html)
    assert "age" in answer.headers
    publish(front, 2)
    time.sleep(1.1)
    assert front.ask(FRONT).body == edition(2).html


def test_a_failing_web_is_not_asked_by_every_reader(front):
    front.web.pages[FRONT] = Reply(500, b"kesalahan")
    front.generations.bump(["front:main"])
    for _ in range(20):
        assert front.ask(FRONT).status == 200
    assert len(front.web.prints) < 5


def test_a_reader_waits_for_a_slow_print_no_longer_than_patience(tmp_path):
    with open_stand(tmp_path) as stand:
        stand.web.pages[FRONT] = edition(1)
        stand.ask(FRONT)
        object.__setattr__(stand.settings.paper.newsstand, "patience", 0.3)
        stand.web.delay = 1.5
        publish(stand, 2)
        start = time.monotonic()
        answer = stand.ask(FRONT)
        assert time.monotonic() - start < 1.2
        assert answer.body == edition(1).html
        assert "age" in answer.headers
        assert stand.ask(FRONT).body == edition(1).html
        time.sleep(1.6)
        assert stand.ask(FRONT).body == edition(2).html
        assert len(stand.web.prints) == 2


def test_a_page_never_printed_says_so_calmly_while_web_is_down(stand):
    stand.web.kill()
    answer = stand.ask("/global/")
    assert answer.status == 503
    assert answer.headers["retry-after"] == "5"
    assert answer.headers["cache-control"] == "no-store"
    assert b"Kabar Uji" in answer.body


@pytest.mark.parametrize("status", [404, 410, 301])
def test_a_page_that_is_gone_does_not_come_back_when_web_goes_down(front, status):
    front.web.pages[FRONT] = Reply(status, b"")
    front.generations.bump(["front:main"])
    assert front.ask(FRONT).status == status
    front.web.kill()
    assert front.ask(FRONT).status == 503


def test_a_page_taken_down_from_the_rack_is_not_served_from_memory(front):
    front.generations.bump(["front:main"])
    front.rack.remove(Address(front.host, FRONT))
    front.web.kill()
    assert front.ask(FRONT).status == 503


def test_an_older_print_never_replaces_a_later_one(front):
    slow = threading.Event()

    def wait(question):
        front.web.during_print = None
        publish(front, 2)
        late = front.hang(FRONT, edition(2))
        assert front.generations.fresh(late)
        slow.set()

    front.web.pages[FRONT] = edition(7)
    front.generations.bump(["front:main"])
    front.web.during_print = wait
    assert front.ask(FRONT).body == edition(2).html
    assert slow.is_set()
    assert front.ask(FRONT).body == edition(2).html


def test_patience_comes_from_the_paper(stand):
    assert NewsstandSettings(stand.settings.paper).patience == 2.0
