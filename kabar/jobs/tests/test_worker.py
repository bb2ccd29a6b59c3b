"""The worker takes jobs as they fall due, outlives the database's absence, and leaves no connection."""

import time
from contextlib import contextmanager
from datetime import timedelta
from threading import Event, Thread, current_thread

import pytest
from django.db import OperationalError, connections

from kabar import clock
from kabar.jobs import periodic, queries, services, worker
from kabar.jobs.models import Job
from kabar.jobs.tests import chores
from kabar.staff.models import Author

pytestmark = pytest.mark.django_db(transaction=True)


@contextmanager
def working(**how):
    stop = Event()
    thread = Thread(target=worker.run_worker, args=(stop,), kwargs={"poll": 0.05, **how})
    thread.start()
    try:
        yield stop
    finally:
        stop.set()
        thread.join(20)
        assert not thread.is_alive()


def wait_until(told, seconds=15):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if told():
            return
        time.sleep(0.02)
    raise AssertionError("it did not happen in time")


@pytest.fixture(autouse=True)
def _quiet_office(monkeypatch):
    """No periodic tasks, rounds or watches of other departments."""
    monkeypatch.setattr(periodic, "WATCHES", {})
    monkeypatch.setattr(periodic, "TASKS", {})
    monkeypatch.setattr(periodic, "ROUNDS", {})
    chores.DONE.clear()


def done():
    return Job.objects.filter(status=Job.Status.DONE).count()


def test_a_worker_does_what_was_asked_for_before_and_while_it_runs():
    chores.name_author.enqueue("Ayu")
    with working():
        chores.name_author.enqueue("Rina")
        wait_until(lambda: done() == 2)
    assert set(Author.objects.values_list("name", flat=True)) == {"Ayu", "Rina"}


def test_many_hands_do_each_job_once():
    for number in range(60):
        chores.set_type.enqueue(str(number))
    with working(hands=4):
        wait_until(lambda: done() == 60)
    assert sorted(chores.DONE, key=int) == [str(number) for number in range(60)]


def test_a_job_begins_at_its_instant():
    due = clock.now() + timedelta(seconds=1)
    job = services.enqueue("kabar.jobs.tests.chores.set_type", ["tepat"], run_at=due)
    with working(poll=1.0):
        wait_until(lambda: done() == 1)
    job.refresh_from_db()
    assert timedelta(0) <= job.started_at - due < timedelta(seconds=2)


def test_a_long_job_does_not_keep_others_waiting():
    chores.take_time.enqueue(2.0)
    with working():
        wait_until(lambda: Job.objects.filter(status=Job.Status.RUNNING).exists())
        chores.set_type.enqueue("lekas")
        wait_until(lambda: done() == 2)
    assert chores.DONE == ["lekas", "took 2.0"]


def test_a_job_begun_is_finished_before_the_worker_leaves():
    chores.take_time.enqueue(0.5)
    with working() as stop:
        wait_until(lambda: Job.objects.filter(status=Job.Status.RUNNING).exists())
        stop.set()
    assert done() == 1


def test_a_long_job_keeps_its_lease(monkeypatch):
    monkeypatch.setattr(services, "LEASE", timedelta(seconds=0.6))
    chores.take_time.enqueue(1.5)
    with working(hands=2):
        wait_until(lambda: done() == 1)
    assert Job.objects.get().attempts == 1


def test_a_failing_job_waits_for_its_next_try_while_others_are_done():
    chores.spill_ink.enqueue()
    with working(hands=1):
        chores.set_type.enqueue("terus")
        wait_until(lambda: done() == 1)
    assert queries.waiting().get().attempts == 1


def test_the_worker_outlives_a_database_that_goes_away(monkeypatch):
    real, calls = queries.next_due, []

    def next_due():
        calls.append(1)
        if len(calls) < 4:
            raise OperationalError("the database system is shutting down")
        return real()

    monkeypatch.setattr(worker, "FIRST_PAUSE", 0.02)
    monkeypatch.setattr(queries, "next_due", next_due)
    chores.set_type.enqueue("kembali")
    with working(hands=1):
        wait_until(lambda: chores.DONE == ["kembali"])


def test_a_result_is_written_down_when_the_database_comes_back(monkeypatch):
    real, calls = services.finish, []

    def finish(job, result=None):
        calls.append(1)
        if len(calls) < 3:
            raise OperationalError("server closed the connection unexpectedly")
        return real(job, result)

    monkeypatch.setattr(worker, "FIRST_PAUSE", 0.02)
    monkeypatch.setattr(services, "finish", finish)
    chores.set_type.enqueue("sekali")
    with working(hands=1):
        wait_until(lambda: done() == 1)
    assert chores.DONE == ["sekali"]


def test_rounds_are_made_again_and_again_and_a_failing_one_stops_no_other():
    made = []

    def stumble():
        raise OperationalError("no such table")

    periodic.make_round("stumbling", stumble, every=timedelta(milliseconds=20))
    periodic.make_round("walking", lambda: made.append(1), every=timedelta(milliseconds=20))
    with working():
        wait_until(lambda: len(made) > 3)


def test_the_worker_plans_periodic_tasks():
    periodic.TASKS["kabar.jobs.tests.chores.set_type"] = periodic.Periodic(
        chores.set_type, timedelta(hours=1)
    )
    with working():
        wait_until(lambda: queries.waiting().exists())


def test_every_thread_of_a_worker_lets_go_of_its_connection(monkeypatch):
    closed, real = set(), type(connections).close_all

    def close_all(handler):
        closed.add(current_thread().name)
        real(handler)

    monkeypatch.setattr(type(connections), "close_all", close_all)
    with working(hands=2):
        wait_until(lambda: queries.next_due() is None)
    assert closed == {"hand-0", "hand-1", "leases", "rounds"}
