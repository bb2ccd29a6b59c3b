"""Jobs outlive the worker that had them in hand, and see the change that asked for them."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.faults.newsroom import Newsroom, migrated
from tools import postgres


def wait_until(told, seconds=20.0):
    """Wait for something to be so."""
    deadline = time.monotonic() + seconds
    while not told():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)


def test_a_job_in_the_hands_of_a_worker_that_was_killed_is_done_by_the_next(newsroom: Newsroom):
    newsroom.do("ask", "tajuk", 1.5)
    worker = newsroom.start("work", 60, 1.0)
    wait_until(lambda: "tajuk" in newsroom.do("jobs_done")["begun"])
    worker.end()
    assert worker.wait()["code"] == -9
    assert "tajuk" not in newsroom.do("jobs_done")["done"]
    newsroom.do("work", 4.0, 1.0)
    seen = newsroom.do("jobs_done")
    assert seen["done"].count("tajuk") == 1
    assert set(seen["status"]) == {"done"}


def test_two_workers_share_the_jobs_and_do_each_once(newsroom: Newsroom):
    lines = [f"baris {number}" for number in range(20)]
    for line in lines:
        newsroom.do("ask", line)
    workers = [newsroom.start("work", 2.5), newsroom.start("work", 2.5)]
    assert [worker.wait()["code"] for worker in workers] == [0, 0]
    done = [line for line in newsroom.do("jobs_done")["done"] if line.startswith("baris")]
    assert sorted(done) == sorted(lines)


def test_waiting_work_is_not_begun_before_the_change_that_asked_again_is_there(newsroom: Newsroom):
    newsroom.do("work", 0.5)
    newsroom.do("ask_once_and_hold", "muka", "muka", 0.0)
    change = newsroom.start("ask_once_and_hold", "muka", "muka", 1.5)
    time.sleep(0.5)
    begun = time.monotonic()
    claimed = newsroom.do("claim_one")
    waited = time.monotonic() - begun
    assert change.wait()["code"] == 0
    # PostgreSQL passes over the row that is locked; SQLite lets the claim wait for the writer.
    assert claimed is None or waited > 0.5


@pytest.mark.postgres
@pytest.mark.slow
def test_a_worker_goes_on_when_the_database_comes_back(postgres_cluster: postgres.Cluster, tmp_path: Path):
    with migrated(tmp_path, postgres_cluster.url("postgres")) as newsroom:
        worker = newsroom.start("work", 25)
        newsroom.do("ask", "sebelum")
        wait_until(lambda: "sebelum" in newsroom.do("jobs_done")["done"])
        postgres_cluster.stop("immediate")
        time.sleep(2)
        postgres_cluster.start()
        newsroom.do("ask", "sesudah")
        wait_until(lambda: "sesudah" in newsroom.do("jobs_done")["done"], seconds=40)
        worker.end()
        worker.wait()
