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

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django_tasks import task
from wagtail.models import ModelLogEntry, Revision

from kabar import clock
from kabar.editions.models import Edition
from kabar.jobs import services as jobs
from kabar.jobs import worker
from kabar.jobs.backend import enqueue_once
from kabar.jobs.models import Job
from kabar.jobs.testing import run_due_jobs
from kabar.pictures.files import prepared_folder, public_folder
from kabar.pictures.models import Picture
from kabar.pictures.testing import a_picture
from kabar.schedule import queries as schedule_queries
from kabar.schedule import scheduler, turns
from kabar.schedule import services as schedule
from kabar.schedule.clockwatch import ClockWatch
from kabar.schedule.models import ClockSight, PlannedAct
from kabar.sections.models import Section
from kabar.staff.models import AuditEntry
from kabar.stories import services
from kabar.stories.models import Story
from kabar.stories.rules import Ground
from tests.faults.money import books, deliver, do_what_is_left, prepare_orders

#: The acts with money, which have a room of their own.
__all__ = ["books", "deliver", "do_what_is_left", "prepare_orders"]


def prepare(count: int) -> list[int]:
    """Have Ayu write drafts; return their numbers."""
    section, _ = Section.objects.get_or_create(paper="main", slug="desa", defaults={"name": "Desa"})
    written = []
    for number in range(count):
        story = Story(section=section, headline=f"Jembatan {os.urandom(4).hex()} nomor {number}")
        story.body = [("paragraph", "<p>Warga menyeberang sejak pagi.</p>")]
        services.save_draft(story)
        written.append(story.pk)
    return written


def prepare_with_picture() -> list[int]:
    """Have Ayu write a draft with a picture; return the numbers of both."""
    (pk,) = prepare(1)
    picture = a_picture(width=400, height=300)
    story = Story.objects.get(pk=pk)
    story.lead_picture = picture
    services.save_draft(story)
    return [pk, picture.pk]


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
    return services.withdraw(found, by=None, reason="Menunggu konfirmasi").number


def kill(story: int) -> int:
    """Take a story from readers for good; return the edition's number."""
    return services.kill(Story.objects.get(pk=story), by=None, reason="Keliru", ground=Ground.COUNCIL).number


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
    acts = acts.filter(act__in=["publish", "update", "withdraw", "kill"])
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


# --- the schedule -------------------------------------------------------------------------------------------


def _hour(seconds: float) -> Any:
    """Return the first whole second so many seconds from now."""
    return (clock.now() + timedelta(seconds=seconds + 1)).replace(microsecond=0)


def plan(story: int, seconds: float = 0.0) -> int:
    """Plan a story's publication a little ahead; return the plan's number."""
    return schedule.plan_publication(Story.objects.get(pk=story), _hour(seconds), by=None).pk


def plan_withdrawal(story: int, seconds: float = 0.0) -> int:
    """Plan a story's withdrawal a little ahead; return the plan's number."""
    return schedule.plan_withdrawal(Story.objects.get(pk=story), _hour(seconds), by=None).pk


def embargo(story: int, seconds: float = 0.0) -> int:
    """Put a story under embargo, to be published when it is over; return the plan's number."""
    planned = schedule.embargo(Story.objects.get(pk=story), _hour(seconds), by=None)
    return planned.pk if planned else 0


def cancel(planned: int) -> int:
    """Let a planned act not happen."""
    schedule.cancel(PlannedAct.objects.get(pk=planned), by=None)
    return planned


def look_at_plans(story: int) -> list[list[Any]]:
    """Say how the plans of a story stand: what, state, edition, seconds late."""
    plans = PlannedAct.objects.filter(story=story).order_by("pk")
    return [[each.act, each.state, each.edition, each.late_by] for each in plans]


def do_the_jobs() -> int:
    """Do every job that is due, whoever held it before; return how many there were."""
    Job.objects.filter(status=Job.Status.RUNNING).update(lease_until=clock.now() - timedelta(seconds=1))
    return len(run_due_jobs())


def look_at_picture(picture: int) -> dict[str, Any]:
    """Say what is known of a picture, and which kinds of its sizes lie where."""
    found = Picture.objects.get(pk=picture)
    folders = {"prepared": prepared_folder(), "public": public_folder()}
    lying = {name: (folder / str(picture)).glob("*") for name, folder in folders.items()}
    kinds = {name: sorted({file.suffix for file in files}) for name, files in lying.items()}
    return {"fine": found.fine, "released": found.released, **kinds}


def look_at_every_plan() -> dict[str, str]:
    """Say how each plan stands."""
    return {str(pk): state for pk, state in PlannedAct.objects.values_list("pk", "state")}


def bring_forward(story: int) -> None:
    """Let the hour of everything planned with a story, and of its embargo, be now."""
    now = clock.now().replace(microsecond=0)
    PlannedAct.objects.filter(story=story).update(due=now, try_at=now)
    Story.objects.filter(pk=story, embargo_until__isnull=False).update(embargo_until=now)


def keep_the_schedule(seconds: float = 3600.0) -> None:
    """Be the scheduler for a while."""
    stop = Event()
    Thread(target=lambda: (time.sleep(seconds), stop.set()), daemon=True).start()
    scheduler.keep(stop)


def do_what_is_due(wrong_by: float = 0.0, at: float = 0.0) -> None:
    """Be the scheduler until nothing is due, from an agreed instant on, by a clock that may be wrong."""
    time.sleep(max(0.0, at - time.time()))
    _set_clock(wrong_by)
    watch = ClockWatch()
    while PlannedAct.objects.filter(state__in=["waiting", "claimed"], try_at__lte=clock.now()).exists():
        time.sleep(scheduler.look(turns.owner_name(), watch))
    scheduler.look(turns.owner_name(), watch)


def work_through_a_jump(wrong_by: float) -> None:
    """Be the scheduler while somebody sets the clock of the machine."""
    watch = ClockWatch()
    scheduler.look(turns.owner_name(), watch)
    _set_clock(wrong_by)
    scheduler.look(turns.owner_name(), watch)


def _set_clock(wrong_by: float) -> None:
    right = clock.now
    clock.now = lambda: right() + timedelta(seconds=wrong_by)


def clock_in_doubt() -> bool:
    """Say whether the clock is doubted."""
    return schedule_queries.clock_in_doubt()


def believe_the_clock() -> None:
    """Forget every doubt and whatever was seen of the clock, for the next test."""
    schedule.confirm_clock(by=None)
    ClockSight.objects.all().delete()
    PlannedAct.objects.filter(state__in=["waiting", "held"]).update(state="cancelled")


def keep_editing(stories: list[int], ledger: str, seed: int) -> None:
    """Save, publish, plan, cancel and withdraw for ever; note on the disk each act that was acknowledged."""
    dice = random.Random(seed)
    with Path(ledger).open("ab", buffering=0) as book:
        while True:
            noted = _edit(dice.choice(stories), dice)
            if noted:
                book.write(json.dumps(noted).encode() + b"\n")
                os.fsync(book.fileno())


def _edit(story: int, dice: random.Random) -> dict[str, Any] | None:
    chosen = dice.choice(["save", "publish", "plan", "embargo", "cancel", "withdraw"])
    try:
        return {"story": story, "act": chosen, **EDITS[chosen](story)}
    except (services.StateConflict, ValidationError):
        return None


def _save(story: int) -> dict[str, Any]:
    draft = Story.objects.get(pk=story).get_latest_revision_as_object()
    draft.headline = f"Disimpan {os.urandom(4).hex()}"
    return {"revision": draft.save_revision().pk}


def _publish_new(story: int) -> dict[str, Any]:
    revise(story)
    return {"edition": publish(story)}


def _cancel_any(story: int) -> dict[str, Any]:
    planned = PlannedAct.objects.filter(story=story, state="waiting").first()
    if planned is None:
        raise services.StateConflict
    return {"cancelled": cancel(planned.pk)}


EDITS: dict[str, Any] = {
    "save": _save,
    "publish": _publish_new,
    "plan": lambda story: {"planned": plan(story, 0.2)},
    "embargo": lambda story: {"planned": embargo(story, 0.2)},
    "cancel": _cancel_any,
    "withdraw": lambda story: {"edition": withdraw(story)},
}


def everything() -> dict[str, list[int]]:
    """Say the numbers of all that may have been acknowledged."""
    return {
        "revision": list(Revision.objects.values_list("pk", flat=True)),
        "edition": list(Edition.objects.values_list("number", flat=True)),
        "planned": list(PlannedAct.objects.values_list("pk", flat=True)),
        "cancelled": list(PlannedAct.objects.filter(state="cancelled").values_list("pk", flat=True)),
    }


def syncs() -> int:
    """Say how often PostgreSQL has forced its log to the disk; -1 where nobody counts."""
    if connection.vendor != "postgresql":
        return -1
    with connection.cursor() as cursor:
        cursor.execute("SELECT wal_sync FROM pg_stat_wal")
        return int(cursor.fetchone()[0])


def take_in_ads() -> int:
    """Take in what newsstands counted."""
    from kabar.advertising.intake import take_in

    return take_in()


def ad_counts() -> dict[str, int]:
    """How often each creative was counted."""
    from django.db.models import Sum

    from kabar.advertising.models import Count

    rows = Count.objects.values("creative").annotate(all=Sum("number"))
    return {str(row["creative"]): row["all"] for row in rows}
