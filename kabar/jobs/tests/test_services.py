"""Leases, tries and cleaning: what became of a job is always written down, once."""

from datetime import timedelta

import pytest

from kabar import clock
from kabar.jobs import periodic, queries, services
from kabar.jobs.models import Job
from kabar.jobs.testing import let_wait_be_over, run_due_jobs, try_due_jobs
from kabar.jobs.tests import chores

pytestmark = pytest.mark.django_db
SET_TYPE = "kabar.jobs.tests.chores.set_type"


def run_out(job):
    Job.objects.filter(pk=job.pk).update(lease_until=clock.now() - timedelta(seconds=1))


def test_a_job_taken_by_one_worker_is_not_taken_by_another():
    services.enqueue(SET_TYPE, ["x"])
    assert services.claim("rina") is not None
    assert services.claim("ayu") is None


def test_a_job_abandoned_by_a_dead_worker_is_taken_by_another():
    services.enqueue(SET_TYPE, ["x"])
    lost = services.claim("rina")
    run_out(lost)
    found = services.claim("ayu")
    assert (found.pk, found.attempts, found.lease_owner) == (lost.pk, 2, "ayu")


def test_a_worker_that_lost_its_lease_cannot_write_down_a_result():
    services.enqueue(SET_TYPE, ["x"])
    slow = services.claim("rina")
    run_out(slow)
    quick = services.claim("ayu")
    assert not services.renew(slow)
    assert not services.finish(slow, "late")
    assert services.finish(quick, "in time")
    assert Job.objects.get().result == "in time"


def test_a_worker_alive_keeps_its_lease():
    services.enqueue(SET_TYPE, ["x"])
    job = services.claim("rina")
    run_out(job)
    assert services.renew(job)
    assert services.claim("ayu") is None


def test_a_job_that_ends_every_worker_is_given_up_after_five_tries():
    services.enqueue(SET_TYPE, ["x"])
    for _ in range(services.MAX_TRIES):
        run_out(services.claim("rina"))
    assert services.claim("rina") is None
    assert [job.status for job in queries.failed()] == [Job.Status.FAILED]


def test_a_poison_job_is_tried_five_times_and_others_go_on():
    chores.DONE.clear()
    chores.spill_ink.enqueue()
    for turn in range(8):
        chores.set_type.enqueue(f"baris {turn}")
        try_due_jobs()
        let_wait_be_over()
    poison = queries.failed().get()
    assert poison.attempts == services.MAX_TRIES
    assert "ink on the floor" in poison.errors[-1]["traceback"]
    assert len(chores.DONE) == 8


def test_the_pause_grows_from_try_to_try():
    pauses = [services.pause_after(tries).total_seconds() for tries in range(1, 5)]
    assert pauses == [5, 20, 80, 320]


def test_a_retry_gives_way_to_the_same_work_asked_for_meanwhile():
    services.enqueue(SET_TYPE, ["lama"], once="front")
    job = services.claim("rina")
    services.enqueue(SET_TYPE, ["baru"], once="front")
    assert services.fail(job, "builtins.ValueError", "…") == Job.Status.DONE
    assert [job.args for job in queries.waiting()] == [["baru"]]


def test_failed_jobs_may_be_tried_again_from_the_start():
    chores.spill_ink.enqueue()
    for _ in range(services.MAX_TRIES):
        try_due_jobs()
        let_wait_be_over()
    assert services.try_failed_again() == 1
    assert queries.waiting().get().attempts == 0
    assert not queries.failed().exists()


def test_a_task_that_no_longer_exists_fails_by_name():
    services.enqueue("kabar.jobs.tests.chores.gone")
    (job,) = try_due_jobs()
    assert "gone" in job.errors[-1]["traceback"]


def test_jobs_of_another_queue_are_left_alone():
    services.enqueue(SET_TYPE, ["x"], queue="slow")
    assert services.claim("rina", queues=["default"]) is None
    assert services.claim("rina", queues=["default", "slow"]) is not None


def test_finished_jobs_are_forgotten_after_a_day_and_failures_after_a_month():
    now = clock.now()
    ends = [("done", 2), ("done", 0), ("failed", 2), ("failed", 40)]
    for status, days in ends:
        job = services.enqueue(SET_TYPE)
        Job.objects.filter(pk=job.pk).update(status=status, finished_at=now - timedelta(days=days))
    assert services.clean() == 2
    assert sorted(Job.objects.values_list("status", flat=True)) == ["done", "failed"]


def test_the_next_due_instant_is_the_sooner_of_a_job_and_a_lease():
    assert queries.next_due() is None
    at = clock.now() + timedelta(hours=1)
    services.enqueue(SET_TYPE, run_at=at)
    assert queries.next_due() == at
    services.enqueue(SET_TYPE)
    job = services.claim("rina")
    assert queries.next_due() == job.lease_until


def test_a_periodic_task_waits_for_its_next_turn_once(monkeypatch):
    entry = periodic.Periodic(chores.set_type, timedelta(minutes=5))
    monkeypatch.setattr(periodic, "TASKS", {SET_TYPE: entry})
    for _ in range(3):
        periodic.plan()
    turn = queries.waiting().get().run_at
    assert clock.now() < turn <= clock.now() + timedelta(minutes=5)
    assert turn.timestamp() % 300 == 0


def test_turns_missed_while_the_paper_was_down_are_made_up_by_one(monkeypatch):
    path = "kabar.jobs.tasks.clean_jobs"
    monkeypatch.setattr(periodic, "TASKS", {path: periodic.TASKS[path]})
    services.enqueue(
        "kabar.jobs.tasks.clean_jobs",
        run_at=clock.now() - timedelta(hours=9),
        once="periodic:kabar.jobs.tasks.clean_jobs",
    )
    periodic.plan()
    assert len(run_due_jobs()) == 1
    periodic.plan()
    assert queries.waiting().get().run_at > clock.now()


def test_the_jobs_clean_up_after_themselves_every_hour():
    assert periodic.TASKS["kabar.jobs.tasks.clean_jobs"].every == timedelta(hours=1)
