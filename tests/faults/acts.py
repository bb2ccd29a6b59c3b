"""What the house's children do: acts of a newsroom, and looks at what is left of them."""

from __future__ import annotations

import json
import os
import random
import time
from datetime import timedelta
from pathlib import Path
from threading import Event, Thread
from typing import Any

from django.db import transaction
from django_tasks import task
from wagtail.models import ModelLogEntry, Revision

from kabar import clock
from kabar.editions.models import Edition
from kabar.jobs import services as jobs
from kabar.jobs import worker
from kabar.jobs.backend import enqueue_once
from kabar.jobs.models import Job
from kabar.sections.models import Section
from kabar.staff.models import AuditEntry
from kabar.stories import services
from kabar.stories.models import Story


def prepare(count: int) -> list[int]:
    """Have Ayu write drafts; return their numbers."""
    section, _ = Section.objects.get_or_create(paper="main", slug="desa", defaults={"name": "Desa"})
    written = []
    for number in range(count):
        story = Story(section=section, headline=f"Jembatan {os.urandom(4).hex()} nomor {number}")
        services.save_draft(story)
        written.append(story.pk)
    return written


def prepare_twins() -> list[int]:
    """Have two stories written under one headline."""
    twins = [Story.objects.get(pk=pk) for pk in prepare(2)]
    for story in twins:
        story.headline = f"Kembar {twins[0].pk}"
        story.save_revision()
    return [story.pk for story in twins]


def publish(story: int, at: float = 0.0) -> int:
    """Send a story to press, at an agreed instant when several do; return the edition's number."""
    found = Story.objects.get(pk=story)
    time.sleep(max(0.0, at - time.time()))
    return services.publish(found).number


def withdraw(story: int, at: float = 0.0) -> int:
    """Take a story from readers; return the edition's number."""
    found = Story.objects.get(pk=story)
    time.sleep(max(0.0, at - time.time()))
    return services.withdraw(found, by=None).number


def kill(story: int) -> int:
    """Take a story from readers for good; return the edition's number."""
    return services.kill(Story.objects.get(pk=story), by=None, reason="Keliru").number


def revise(story: int) -> None:
    """Write a new draft on top of what readers see."""
    draft = Story.objects.get(pk=story).get_latest_revision_as_object()
    draft.headline = f"{draft.headline.partition(' (')[0]} ({os.urandom(3).hex()})"
    draft.save_revision()


def look(story: int) -> dict[str, Any]:
    """Say everything the database knows of a story's acts."""
    found = Story.objects.get(pk=story)
    editions = [
        edition for edition in Edition.objects.order_by("number") if f"story:{story}" in edition.subjects
    ]
    acts = AuditEntry.objects.filter(subject_type="story", subject_id=str(story)).order_by("id")
    logs = ModelLogEntry.objects.for_instance(found).filter(
        action__in=["wagtail.publish", "wagtail.unpublish"]
    )
    return {
        "state": found.state,
        "live": found.live,
        "path": found.path,
        "headline": found.headline,
        "kill_reason": found.kill_reason,
        "live_revision": found.live_revision_id,
        "revisions": Revision.objects.for_instance(found).count(),
        "dated": found.first_published_at is not None,
        "editions": [[edition.number, edition.kind] for edition in editions],
        "audit": [entry.act for entry in acts],
        "logs": logs.count(),
    }


def look_at_all() -> dict[str, dict[str, Any]]:
    """Say everything about every story."""
    return {str(pk): look(pk) for pk in Story.objects.values_list("pk", flat=True)}


def keep_publishing(stories: list[int], ledger: str, seed: int) -> None:
    """Publish, revise and withdraw for ever; note on the disk each act that was acknowledged."""
    dice = random.Random(seed)
    with Path(ledger).open("ab", buffering=0) as book:
        while True:
            story = dice.choice(stories)
            noted = _act(story, dice)
            if noted:
                book.write(json.dumps(noted).encode() + b"\n")
                os.fsync(book.fileno())


def _act(story: int, dice: random.Random) -> dict[str, Any] | None:
    try:
        if dice.random() < 0.3:
            return {"story": story, "act": "withdraw", "edition": withdraw(story)}
        revise(story)
        return {"story": story, "act": "publish", "edition": publish(story)}
    except services.StateConflict:
        return None


@task()
def set_type(line: str, seconds: float = 0.0) -> str:
    """Take a while over a line, and write down that it was begun and done."""
    AuditEntry.objects.create(at=clock.now(), act="begun", subject_id=line)
    time.sleep(seconds)
    AuditEntry.objects.create(at=clock.now(), act="done", subject_id=line)
    return line


def ask(line: str, seconds: float = 0.0) -> None:
    """Ask for a job."""
    set_type.enqueue(line, seconds)


def ask_once_and_hold(key: str, line: str, seconds: float) -> None:
    """Ask for work that may be waiting already, and leave the transaction open for a while."""
    with transaction.atomic():
        enqueue_once(set_type, key, line)
        time.sleep(seconds)


def work(seconds: float, lease: float = 30.0) -> None:
    """Do jobs for a while."""
    jobs.LEASE = timedelta(seconds=lease)
    stop = Event()
    Thread(target=lambda: (time.sleep(seconds), stop.set()), daemon=True).start()
    worker.run_worker(stop, poll=0.05)


def claim_one() -> str | None:
    """Take one job and say which."""
    job = jobs.claim("somebody")
    return job.task if job else None


def jobs_done() -> dict[str, list[str]]:
    """Say which lines were begun and done, and how their jobs stand."""
    lines = AuditEntry.objects.order_by("id")
    return {
        "begun": list(lines.filter(act="begun").values_list("subject_id", flat=True)),
        "done": list(lines.filter(act="done").values_list("subject_id", flat=True)),
        "status": list(
            Job.objects.filter(task__endswith="set_type").order_by("id").values_list("status", flat=True)
        ),
    }
