"""What was flushed is counted, and once: newsstands and the jobs process are ended at any moment."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from http.client import HTTPConnection
from pathlib import Path

import pytest

from kabar.advertising.tags import Shown, TagOffice
from kabar.tally import files as tally
from tests.faults.newsroom import Newsroom
from tools.walking_paper import free_port

pytestmark = pytest.mark.once

HOUR = 1_780_000_000 // 3600 * 3600
READER = "Mozilla/5.0 (Linux; Android 14) Mobile Chrome/140"


def total(newsroom: Newsroom) -> dict[str, int]:
    """What the database says of the creatives of this proof."""
    return {creative: number for creative, number in newsroom.do("ad_counts").items() if int(creative) > 900}


def test_a_jobs_process_that_is_ended_while_it_takes_in_adds_every_count_once(newsroom: Newsroom):
    writer = tally.Tally(newsroom.folder / "var" / tally.FOLDER)
    expected: Counter[str] = Counter()
    for turn, label in enumerate(("tally:added:1", "tally:taken:1", "", "tally:added:1", "")):
        counts = {tally.Counted("main", HOUR, 901 + turn % 2, "front-top", "seen"): 10 + turn}
        writer.append(counts)
        expected.update({str(counted.creative): number for counted, number in counts.items()})
        if label:
            assert newsroom.crash("take_in_ads", at=label) == 137
        else:
            newsroom.do("take_in_ads")
    assert total(newsroom) == expected
    writer.close()
    newsroom.do("take_in_ads")
    assert total(newsroom) == expected


def test_a_newsstand_that_is_ended_under_load_loses_at_most_what_it_had_not_flushed(
    newsroom: Newsroom, tmp_path: Path
):
    port = free_port()
    (tmp_path / "kabar.toml").write_text(
        f'[paper]\nname = "Kabar"\naddress = "http://localhost:{port}"\n'
        '[newsstand]\ntrusted_proxies = ["127.0.0.1"]\n'
    )
    environment = {key: value for key, value in os.environ.items() if not key.startswith("KABAR_")}
    stand = subprocess.Popen(
        [sys.executable, "-m", "kabar.newsstand", "--paper", str(tmp_path), "--port", str(port)],
        env=environment,
    )
    try:
        accepted = _say_until(port, tmp_path, seconds=3.5)
    finally:
        stand.send_signal(signal.SIGKILL)
        stand.wait()
    flushed = _flushed(tmp_path)
    before_the_last_second = sum(1 for at in accepted if at < accepted[-1] - 1.6)
    assert 0 < before_the_last_second <= flushed <= len(accepted)
    # Its file is taken in by whoever comes next, once.
    target = newsroom.folder / "var" / tally.FOLDER
    target.mkdir(parents=True, exist_ok=True)
    for path in (tmp_path / "var" / tally.FOLDER).glob(f"*{tally.SUFFIX}"):
        path.rename(target / path.name)
    for _twice in range(2):
        newsroom.do("take_in_ads")
    assert total(newsroom)["951"] == flushed and not list(target.iterdir())


def _say_until(port: int, folder: Path, seconds: float) -> list[float]:
    """Say as a page does what was seen, again and again; the instants at which it was accepted."""
    deadline = time.monotonic() + 20
    while not (folder / "var" / "secret_key").exists() or not _listens(port):
        assert time.monotonic() < deadline, "the newsstand does not open"
        time.sleep(0.05)
    tag = TagOffice((folder / "var" / "secret_key").read_text().strip()).tag("main", Shown(951, "front-top"))
    line, accepted, begun = HTTPConnection("localhost", port, timeout=10), [], time.monotonic()
    while time.monotonic() - begun < seconds:
        number = len(accepted)
        headers = {"User-Agent": READER, "X-Forwarded-For": f"10.0.{number // 250 % 250}.{number % 250}"}
        line.request("POST", "/-/seen", f"{number:018x}\n{tag} s", headers)
        answer = line.getresponse()
        answer.read()
        assert answer.status == 204
        accepted.append(time.monotonic())
    return accepted


def _listens(port: int) -> bool:
    try:
        HTTPConnection("localhost", port, timeout=2).request("GET", "/-/health")
    except OSError:
        return False
    return True


def _flushed(folder: Path) -> int:
    return sum(
        number
        for path in (folder / "var" / tally.FOLDER).glob(f"*{tally.SUFFIX}")
        for _end, counts in tally.read(path, 0, tally.Counted)
        for number in counts.values()
    )
