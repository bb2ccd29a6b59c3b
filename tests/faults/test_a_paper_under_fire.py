"""Processes die and the database goes away; readers keep reading."""

from __future__ import annotations

import os
import signal
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tools.walking_paper import WalkingPaper, walk

STORY = """
from kabar.stories.testing import a_live_story
print(a_live_story({headline!r}).path)
"""


@pytest.fixture(scope="module")
def stricken(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WalkingPaper]:
    """A paper that one thing after another happens to, and that is well again after each."""
    with walk(tmp_path_factory.mktemp("stricken") / "paper", demo=False) as paper:
        yield paper


def get(paper: WalkingPaper, path: str) -> tuple[int, str, dict[str, str]]:
    """Read a page as a plain reader does; status 0 when nobody answers."""
    try:
        with urllib.request.urlopen(paper.url(path), timeout=15) as answer:
            return answer.status, answer.read().decode(), {k.lower(): v for k, v in answer.headers.items()}
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode(), {}
    except urllib.error.URLError:
        return 0, "nobody answers", {}


def publish(paper: WalkingPaper, headline: str) -> str:
    return paper.python(STORY.format(headline=headline)).strip()


def children(paper: WalkingPaper) -> dict[int, str]:
    """Return the processes the supervisor started, and what they were started as."""
    found = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                stat = (entry / "stat").read_text().rsplit(")", 1)[1].split()
                command = (entry / "cmdline").read_text().replace("\0", " ")
            except OSError:
                continue
            if int(stat[1]) == paper.process.pid and stat[0] != "Z":
                found[int(entry.name)] = command
    return found


def wait_for(what: Callable[[], bool], seconds: float = 20) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if what():
            return True
        time.sleep(0.1)
    return False


def the_web(paper: WalkingPaper) -> int:
    """Return the process that listens on the paper's unix socket: the first fork, started before the jobs."""
    return min(pid for pid, command in children(paper).items() if "kabar.newsstand" not in command)


@pytest.mark.once
def test_a_child_that_is_killed_comes_back(stricken):
    path = publish(stricken, "Sebelum padam")
    for pid in list(children(stricken)):
        os.kill(pid, signal.SIGKILL)
        assert wait_for(lambda pid=pid: pid not in children(stricken) and len(children(stricken)) == 3)
    assert wait_for(lambda: get(stricken, path)[0] == 200)
    assert "Sebelum padam" in get(stricken, path)[1]
    later = publish(stricken, "Sesudah padam")
    assert wait_for(lambda: "Sesudah padam" in get(stricken, later)[1])


@pytest.mark.once
def test_when_the_supervisor_is_killed_nothing_keeps_the_port(stricken):
    started = list(children(stricken))
    os.kill(stricken.process.pid, signal.SIGKILL)
    stricken.process.wait()
    assert wait_for(lambda: not any(Path(f"/proc/{pid}").exists() for pid in started))
    stricken.start()
    assert get(stricken, "/")[0] == 200


@pytest.mark.once
def test_without_its_web_the_paper_is_still_read(stricken):
    path = publish(stricken, "Tetap terbaca")
    assert get(stricken, path)[0] == 200
    os.kill(the_web(stricken), signal.SIGSTOP)
    try:
        publish(stricken, "Yang ini belum tercetak di sini")
        status, text, _ = get(stricken, path)
        assert (status, "Tetap terbaca" in text) == (200, True)
        assert get(stricken, "/")[0] == 200
    finally:
        os.kill(the_web(stricken), signal.SIGCONT)


@pytest.mark.postgres
def test_with_its_database_stopped_what_was_printed_is_still_read(tmp_path, monkeypatch, postgres_cluster):
    monkeypatch.setenv("KABAR_DATABASE_URL", postgres_cluster.url("postgres"))
    with walk(tmp_path / "paper", demo=False) as paper:
        path = publish(paper, "Tercetak sebelum basis data mati")
        pages = [path, "/", "/global/"]
        assert [get(paper, page)[0] for page in pages] == [200, 200, 200]
        postgres_cluster.stop()
        for _ in range(3):
            for page in pages:
                status, text, _ = get(paper, page)
                assert status == 200
                assert "Tercetak sebelum basis data mati" in text
        status, text, _ = get(paper, "/global/2001/01/01/belum-pernah-dicetak")
        assert status in (500, 502, 503)
        assert "Traceback" not in text
        postgres_cluster.start()
        later = publish(paper, "Hidup lagi")
        assert wait_for(lambda: "Hidup lagi" in get(paper, later)[1])
        assert wait_for(lambda: "Hidup lagi" in get(paper, "/")[1])


def test_a_process_that_dies_between_commit_and_news_does_not_hide_its_story(stricken):
    """The edition is found by the jobs process within seconds, though nobody was told."""
    assert get(stricken, "/")[0] == 200
    quiet = (
        "from kabar.editions.signals import edition_opened\n"
        "from kabar.stories.signals import story_published\n"
        "edition_opened.receivers = []; story_published.receivers = []\n"
    )
    path = stricken.python(quiet + STORY.format(headline="Tak ada yang diberi tahu")).strip()
    assert wait_for(lambda: "Tak ada yang diberi tahu" in get(stricken, "/")[1], 5)
    assert "Tak ada yang diberi tahu" in get(stricken, path)[1]
