"""The newsstand counts what pages say readers saw, once, and of nobody who is a machine or says too much."""

from __future__ import annotations

import secrets
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kabar.advertising.tags import Shown, TagOffice
from kabar.newsstand.slate import Slate
from kabar.newsstand.testing import OpenStand, Page, open_stand
from kabar.tally import files as tally

READER = "Mozilla/5.0 (Linux; Android 14) Mobile Chrome/140"
MESSAGE = "0123456789abcdef01"
OFFICE = TagOffice("rahasia")
TAG = OFFICE.tag("main", Shown(12, "front-top"))


@pytest.fixture
def stand(tmp_path: Path) -> Iterator[OpenStand]:
    """A stand that knows its own name."""
    with open_stand(tmp_path) as opened:
        opened.hang("/", Page(b"<p>depan</p>"))
        opened.ask("/", user_agent=READER)
        yield opened


def say(stand: OpenStand, *lines: str, message: str = "", **headers: str) -> int:
    """Say what a reader saw and read; the status of the answer."""
    body = "\n".join([message or secrets.token_hex(9), *lines]).encode()
    said = {
        "user_agent": READER,
        "origin": f"http://{stand.host}",
        "sec_fetch_site": "same-origin",
        **headers,
    }
    return stand.ask("/-/seen", "POST", body, **said).status


def on_disk(settings: Any) -> Counter[tuple[int, str]]:
    """What is on the disk."""
    found: Counter[tuple[int, str]] = Counter()
    for path in (settings.paper.var / tally.FOLDER).glob("*.tally"):
        for _end, counts in tally.read(path, 0, tally.Counted):
            for counted, number in counts.items():
                found[counted.creative, counted.what] += number
    return found


def counted(stand: OpenStand) -> dict[tuple[int, str], int]:
    """What was counted, as soon as it is on the disk: a second later at most."""
    desk, deadline = stand.stand.counting, time.monotonic() + 5
    while desk.waits:
        assert time.monotonic() < deadline
        time.sleep(0.02)
    return dict(on_disk(stand.settings))


def test_what_a_page_says_is_counted_once_and_on_the_disk_in_a_second(stand):
    other = OFFICE.tag("main", Shown(13, "in-story"))
    assert say(stand, f"{TAG} s", f"{other} sv") == 204
    assert say(stand, f"{TAG} v") == 204
    assert say(stand, f"{TAG} s", f"{TAG} sx") == 204, "of two pages of a visit"
    assert counted(stand) == {
        (12, "seen"): 3, (12, "viewed"): 1, (12, "closed"): 1, (13, "seen"): 1, (13, "viewed"): 1,
    }  # fmt: skip


def test_a_message_that_a_browser_sends_twice_counts_once(stand):
    assert [say(stand, f"{TAG} s", message=MESSAGE) for _twice in range(2)] == [204] * 2
    assert counted(stand) == {(12, "seen"): 1}


@pytest.mark.parametrize(
    "wrong",
    [
        {"user_agent": "Googlebot/2.1"},
        {"user_agent": "curl/8"},
        {"user_agent": "Mozilla/5.0 HeadlessChrome/140"},
        {"user_agent": ""},
        {"origin": "https://evil.example"},
        {"sec_fetch_site": "cross-site"},
        {"message": "x"},
    ],
    ids=str,
)
def test_machines_and_other_people_s_pages_are_not_counted(stand, wrong):
    assert say(stand, f"{TAG} s", **wrong) == 403


def test_what_we_did_not_hand_out_is_not_counted(stand):
    forged = TAG.replace("12.", "13.", 1)
    for line in (f"{forged} s", TAG, f"{TAG} z", f"{TAG} ", "", "x" * 5000):
        assert say(stand, line) == 403, line
    assert say(stand, *[f"{TAG} s"] * 33) == 403
    assert say(stand, f"{TAG} s", f"{forged} s") == 403
    assert counted(stand) == {(12, "seen"): 1}


def test_one_address_is_counted_no_oftener_than_people_are(stand):
    head = f"POST /-/seen HTTP/1.1\r\nhost: {stand.host}\r\nuser-agent: {READER}\r\n"
    bodies = [f"{number:018x}\n{TAG} s".encode() for number in range(700)]
    asked = b"".join(f"{head}content-length: {len(body)}\r\n\r\n".encode() + body for body in bodies)
    answers = stand.raw(asked, 2.0)
    assert answers.count(b"204 No Content") + answers.count(b"403 Forbidden") == 700
    assert 600 <= answers.count(b"204 No Content") <= 650
    assert counted(stand)[12, "seen"] == answers.count(b"204 No Content")


def test_a_line_that_stays_open_goes_on_after_what_was_said_on_it(stand):
    body = f"{MESSAGE}\n{TAG} s".encode()
    said = f"POST /-/seen HTTP/1.1\r\nhost: {stand.host}\r\nuser-agent: {READER}\r\n"
    said += f"content-length: {len(body)}\r\n\r\n"
    page = f"GET / HTTP/1.1\r\nhost: {stand.host}\r\naccept-encoding: gzip\r\n\r\n".encode()
    answers = stand.converse(said.encode() + body, page, said.encode() + body + page)
    statuses = [answer.split(b" ", 2)[1] for answer in answers]
    assert statuses == [b"204", b"200", b"204", b"200"]


def test_what_comes_in_pieces_or_from_a_stranger_to_the_warm_path_is_counted_all_the_same(stand):
    body = f"{MESSAGE}\n{TAG} s".encode()
    head = f"POST /-/seen HTTP/1.1\r\nhost: {stand.host}\r\nuser-agent: {READER}\r\nconnection: close\r\n"
    chunked = f"{head}transfer-encoding: chunked\r\n\r\n".encode() + b"%x\r\n%s\r\n0\r\n\r\n" % (
        len(body),
        body,
    )
    assert b" 204 " in stand.raw(chunked)
    assert stand.ask("/-/seen").status == 404
    assert counted(stand) == {(12, "seen"): 1}


def test_a_click_is_counted_and_leads_on_without_a_script(stand):
    click = OFFICE.click("main", Shown(12, "front-top"), "https://kopi.example/?a=1")
    seen = stand.ask(f"/-/ads/go/{click}", user_agent=READER)
    assert (seen.status, seen.headers["location"]) == (302, "https://kopi.example/?a=1")
    assert seen.headers["cache-control"] == "no-store"
    for agent, more in (("Googlebot/2.1", {}), (READER, {"sec_purpose": "prefetch"})):
        assert stand.ask(f"/-/ads/go/{click}", user_agent=agent, **more).status == 302
    assert stand.ask("/-/ads/go/eyJ.evil", user_agent=READER).status == 404
    assert counted(stand) == {(12, "clicked"): 1}


def test_html_of_advertisers_runs_apart_from_everything_of_ours(stand):
    folder = stand.settings.frames_folder / "abc"
    folder.mkdir(parents=True)
    (folder / "index.html").write_text("<p>iklan</p>")
    seen = stand.ask("/-/ads/frame/abc/index.html?clickTag=x")
    policy = seen.headers["content-security-policy"]
    assert seen.status == 200 and "sandbox allow-scripts" in policy and "allow-same-origin" not in policy
    assert "connect-src" not in policy and policy.startswith("default-src 'none'")
    assert stand.ask("/-/ads/frame/abc/../../../secret_key").status == 404


def test_no_cookie_tells_one_count_from_another(stand):
    assert say(stand, f"{TAG} s", cookie="kabar_reader=x; kabar_pass=member.1.2.3") == 204
    counted(stand)
    path = next((stand.settings.paper.var / tally.FOLDER).glob("*.tally"))
    assert b"kabar" not in path.read_bytes()


def test_a_stand_that_goes_home_writes_down_its_last_second(tmp_path):
    with open_stand(tmp_path) as opened:
        assert say(opened, f"{TAG} s") == 204
        settings = opened.settings
    assert on_disk(settings) == {(12, "seen"): 1}


def test_what_was_read_is_counted_by_its_address_beside_what_was_seen(stand):
    story = "/global/2026/11/27/jembatan"
    assert [say(stand, story, f"{TAG} s"), say(stand, story), say(stand, story)] == [204] * 3
    assert say(stand, story, user_agent="Googlebot/2.1") == 403
    assert [say(stand, path) for path in ("", "x", "/x y", "/" + "x" * 300, "/É")] == [403] * 5
    assert counted(stand) == {(12, "seen"): 1}
    [file] = (stand.settings.paper.var / tally.READS).glob("*.tally")
    lines = [counts for _end, counts in tally.read(file, 0, tally.Read)]
    assert {each.paper for counts in lines for each in counts} == {"main"}
    assert sum(counts[each] for counts in lines for each in counts if each.path == story) == 3
    assert {each.path for counts in lines for each in counts} == {story}


def test_made_up_addresses_fill_no_memory_and_crowd_out_no_ad():
    slate = Slate("main", OFFICE)
    assert all(slate.enter(b"/global/%d" % number) for number in range(3_000))
    assert slate.enter(f"{TAG} s".encode())
    counts, reads = slate.settle(hour=0)
    assert len(reads) == 2_000 and list(counts.values()) == [1]
    assert not slate and slate.settle(hour=0) == ({}, {})
