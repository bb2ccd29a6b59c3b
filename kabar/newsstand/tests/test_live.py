"""Proofs that whoever follows a live story is told everything once, in order, and sent home at its end."""

import json
import socket
import time

import pytest

from kabar.newsstand.testing import Page, Reply, open_stand

JSON = (("content-type", "application/json"), ("cache-control", "public, max-age=0, must-revalidate"))


class Follower:
    """A browser that keeps a line open."""

    def __init__(self, stand, query="", **headers):
        self.line = socket.create_connection(("127.0.0.1", stand.port), 5)
        lines = {"host": stand.host, "accept": "text/event-stream", **headers}
        head = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in lines.items())
        self.line.sendall(f"GET /-/live/7{query} HTTP/1.1\r\n{head}\r\n".encode())
        self.heard = b""

    def hear(self, wanted: bytes, seconds: float = 5.0) -> bytes:
        """Everything heard by the time that these words are."""
        ends = time.monotonic() + seconds
        self.line.settimeout(0.2)
        while wanted not in self.heard and time.monotonic() < ends:
            try:
                more = self.line.recv(65536)
            except TimeoutError:
                continue
            if not more:
                break
            self.heard += more
        assert wanted in self.heard, self.heard
        return self.heard


def tell(stand, number, *entries, state="open"):
    pieces = [{"place": f"entry-{at}", "number": at, "html": f"<li>kabar {at}"} for at in entries]
    body = json.dumps({"state": state, "number": number, "pieces": pieces}).encode()
    stand.web.pages["/.live/7"] = Page(body, ("live:7",), JSON)
    stand.generations.bump(["live:7"])


@pytest.fixture
def stand(tmp_path):
    with open_stand(tmp_path) as opened:
        tell(opened, 5, 5, 4)
        yield opened


def test_budi_hears_an_entry_a_moment_after_it_was_sent(stand):
    budi, sari = Follower(stand, "?after=5"), Follower(stand, last_event_id="4")
    assert b"text/event-stream" in budi.hear(b"retry:")
    assert b"kabar 4" not in sari.hear(b"kabar 5")
    for number in (6, 9):
        tell(stand, number, number, 5)
        for reader in (budi, sari):
            assert reader.hear(b"kabar %d" % number).count(b"id: %d\n" % number) == 1
    assert b"kabar 4" not in budi.heard and budi.heard.count(b"kabar 6") == 1


def test_who_comes_back_is_told_what_was_missed_and_only_that(stand):
    tell(stand, 8, 8, 7, 5)
    heard = Follower(stand, "?after=1", last_event_id="5").hear(b"id: 8\n")
    assert b"kabar 8" in heard and b"kabar 7" in heard and b"kabar 5" not in heard


def test_who_cannot_keep_a_line_open_asks(stand):
    answer = stand.ask("/-/live/7?after=4")
    told = json.loads(answer.body)
    assert answer.headers["content-type"] == "application/json"
    assert (told["number"], [piece["place"] for piece in told["pieces"]]) == (5, ["entry-5"])
    assert json.loads(stand.ask("/-/live/7?after=rubbish").body)["pieces"][1]["place"] == "entry-4"


def test_a_closed_story_sends_its_readers_home(stand):
    reader = Follower(stand, "?after=5")
    reader.hear(b"retry:")
    tell(stand, 6, state="closed")
    reader.hear(b'"state":"closed"')
    reader.hear(b"0\r\n\r\n")
    assert stand.ask("/-/live/7?after=6", accept="text/event-stream").status == 204


def test_a_killed_story_is_heard_of_and_then_never_was(stand):
    reader = Follower(stand, "?after=5")
    reader.hear(b"retry:")
    stand.web.pages["/.live/7"] = Reply(404)
    stand.generations.bump(["live:7"])
    reader.hear(b'"state":"gone"')
    assert stand.ask("/-/live/7", accept="text/event-stream").status == 404


def test_a_story_that_nobody_tells_live_is_no_page(stand):
    stand.web.pages["/.live/8"] = Reply(404)
    for path in ("/-/live/8", "/-/live/x", "/.live/7", "/-/live/7/"):
        assert stand.ask(path).status == 404, path


def test_while_web_is_down_nobody_is_sent_away(stand):
    reader = Follower(stand, "?after=5")
    reader.hear(b"retry:")
    stand.web.kill()
    stand.generations.bump(["live:7"])
    time.sleep(0.5)
    assert json.loads(stand.ask("/-/live/7").body)["number"] == 5
    assert b"gone" not in reader.heard
    assert stand.ask("/-/live/9", accept="text/event-stream").status == 503


def test_a_full_house_is_told_to_ask_instead(tmp_path):
    from kabar.newsstand.settings import Limits

    with open_stand(tmp_path, limits=Limits(live_readers=1)) as stand:
        tell(stand, 5, 5)
        first = Follower(stand)
        first.hear(b"kabar 5")
        assert stand.ask("/-/live/7", accept="text/event-stream").status == 503
        assert stand.ask("/-/live/7").status == 200


def test_a_stand_that_closes_does_not_wait_for_those_who_follow(tmp_path):
    with open_stand(tmp_path) as stand:
        tell(stand, 5, 5)
        reader = Follower(stand)
        reader.hear(b"kabar 5")
        begun = time.monotonic()
    assert time.monotonic() - begun < 5
    reader.hear(b"0\r\n\r\n")
