"""A call of a task is a row of ours, written with the change that asked for it."""

from datetime import timedelta

import pytest
from django.db import transaction
from django_tasks import TaskResultStatus, default_task_backend
from django_tasks.exceptions import TaskResultDoesNotExist
from wagtail.models import ReferenceIndex
from wagtail.tasks import delete_file_from_storage_task, update_reference_index_task

from kabar import clock
from kabar.jobs.backend import DurableBackend, enqueue_once
from kabar.jobs.models import Job
from kabar.jobs.testing import let_wait_be_over, run_due_jobs, try_due_jobs
from kabar.jobs.tests import chores

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_done_yet():
    chores.DONE.clear()


def test_the_paper_uses_the_durable_backend():
    assert type(chores.set_type.get_backend()) is DurableBackend


def test_a_call_waits_until_a_worker_takes_it():
    result = chores.set_type.enqueue("Selamat pagi")
    assert result.status == TaskResultStatus.READY
    assert chores.DONE == []
    run_due_jobs()
    result.refresh()
    assert chores.DONE == ["Selamat pagi"]
    assert (result.status, result.return_value) == (TaskResultStatus.SUCCESSFUL, "SELAMAT PAGI")


def test_a_job_of_a_change_that_was_rolled_back_never_existed():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        chores.set_type.enqueue("batal")
        _ = 1 / 0
    assert not Job.objects.exists()


def test_a_job_for_later_waits_for_its_hour():
    chores.set_type.using(run_after=clock.now() + timedelta(hours=1)).enqueue("nanti")
    assert run_due_jobs() == []
    let_wait_be_over()
    assert [job.args for job in run_due_jobs()] == [["nanti"]]


def test_urgent_jobs_go_first_and_equals_in_the_order_they_came():
    for line, priority in (("biasa", 0), ("biasa juga", 0), ("mendesak", 10)):
        chores.set_type.using(priority=priority).enqueue(line)
    run_due_jobs()
    assert chores.DONE == ["mendesak", "biasa", "biasa juga"]


def test_work_asked_for_twice_while_it_waits_is_done_once():
    first = enqueue_once(chores.set_type, "front", "sekali")
    second = enqueue_once(chores.set_type, "front", "sekali")
    assert first.id == second.id
    run_due_jobs()
    assert chores.DONE == ["sekali"]


def test_work_asked_for_again_after_it_began_is_done_again():
    enqueue_once(chores.set_type, "front", "pertama")
    run_due_jobs()
    enqueue_once(chores.set_type, "front", "kedua")
    run_due_jobs()
    assert chores.DONE == ["pertama", "kedua"]


def test_asking_again_brings_waiting_work_forward_but_never_back():
    later = clock.now() + timedelta(hours=2)
    enqueue_once(chores.set_type.using(run_after=later), "front", "x")
    enqueue_once(chores.set_type, "front", "x")
    enqueue_once(chores.set_type.using(run_after=later), "front", "x")
    assert Job.objects.get().run_at < clock.now()


def test_a_job_that_fails_is_tried_again_until_it_succeeds():
    result = chores.count_tries.enqueue()
    for _ in range(3):
        try_due_jobs()
        let_wait_be_over()
    result.refresh()
    assert (result.status, result.return_value) == (TaskResultStatus.SUCCESSFUL, 3)


def test_an_unknown_result_is_said_to_be_unknown():
    for strange in ("424242", "no-number"):
        with pytest.raises(TaskResultDoesNotExist):
            default_task_backend.get_result(strange)


def test_saving_a_thing_of_wagtails_many_times_indexes_its_references_once(author):
    for _ in range(5):
        update_reference_index_task.enqueue("kabar_staff", "author", str(author.pk))
    assert Job.objects.filter(task="wagtail.tasks.update_reference_index_task").count() == 1
    run_due_jobs()
    assert not ReferenceIndex.objects.exists()


def test_a_thing_deleted_before_its_references_were_indexed_is_no_failure():
    update_reference_index_task.enqueue("kabar_staff", "author", "404")
    assert try_due_jobs() == [], "what is written is saved several times before it goes out"
    let_wait_be_over()
    assert [job.status for job in try_due_jobs()] == [Job.Status.DONE]


def test_wagtail_deletes_files_through_a_job(tmp_path):
    (tmp_path / "lama.jpg").write_bytes(b"x")
    storage = ("django.core.files.storage.FileSystemStorage", (), {"location": str(tmp_path)})
    delete_file_from_storage_task.enqueue(storage, "lama.jpg")
    run_due_jobs()
    assert not (tmp_path / "lama.jpg").exists()
