"""Examines an installation: what is well, what could be better, what must be mended, a line each."""

from __future__ import annotations

import os
import shutil
import smtplib
import socket
import ssl
import stat
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from kabar import clock
from kabar.config import CONFIG_FILE, Paper
from kabar.jobs import queries as jobs
from kabar.schedule import queries as planned

ENOUGH_BYTES, PLENTY_BYTES = 500 * 1024**2, 2 * 1024**3
OLDEST_SQLITE, OLDEST_POSTGRESQL = (3, 35), 14
LATE = timedelta(minutes=1)
PATIENCE = 5
AT_HOME = ("localhost", "127.0.0.1", "[::1]", "0.0.0.0")


class Level(StrEnum):
    """How much a finding matters."""

    WELL = "well"
    ADVICE = "advice"
    TROUBLE = "trouble"


@dataclass(frozen=True, slots=True)
class Finding:
    """What was seen, and what to do about it."""

    level: Level
    what: str
    mend: str = ""

    @property
    def is_trouble(self) -> bool:
        """Whether the paper cannot be trusted to run until this is mended."""
        return self.level is Level.TROUBLE

    def __str__(self) -> str:
        return f"{self.level:8} {self.what}" + (f": {self.mend}" if self.mend else "")


def well(what: str) -> Finding:
    """Return that something is as it should be."""
    return Finding(Level.WELL, what)


def advice(what: str, mend: str) -> Finding:
    """Return that something could be better."""
    return Finding(Level.ADVICE, what, mend)


def trouble(what: str, mend: str) -> Finding:
    """Return that something must be mended."""
    return Finding(Level.TROUBLE, what, mend)


def examine(paper: Paper) -> list[Finding]:
    """Look at everything a paper needs; a look that fails is a finding itself."""
    findings: list[Finding] = []
    for look in LOOKS:
        try:
            findings += look(paper)
        except Exception as error:
            subject = (look.__doc__ or look.__name__).rstrip(".")
            findings.append(trouble(f"{subject}: {type(error).__name__}", str(error).splitlines()[0]))
    return findings


def settings(paper: Paper) -> Iterator[Finding]:
    """The settings."""
    yield well(f"{paper.folder / CONFIG_FILE} is read: {', '.join(each.name for each in paper.papers)}")
    if paper.debug:
        public = not _at_home(paper)
        level = trouble if public else advice
        yield level("errors are shown in the browser", "set debug = false under [paper]")
    if not _at_home(paper) and paper.address.startswith("http://"):
        yield advice(
            f"{paper.address} is not encrypted", "set address to its https:// form once a proxy serves it"
        )


def folders(paper: Paper) -> Iterator[Finding]:
    """The folders Kabar writes in."""
    originals, public = paper.media / "originals", paper.media / "public"
    unwritable = [
        folder for folder in (paper.var, paper.run, paper.plates, originals, public) if not _may_write(folder)
    ]
    for folder in unwritable:
        yield trouble(
            f"{folder} cannot be written", f"give it to the user Kabar runs as (chown -R … {paper.var})"
        )
    if not unwritable:
        yield well(f"{paper.var} can be written: database, pictures, plates, sockets")


def secret(paper: Paper) -> Iterator[Finding]:
    """The secret key."""
    file = paper.var / "secret_key"
    if not file.exists():
        yield well("the secret key comes from the environment")
        return
    mode = stat.S_IMODE(file.stat().st_mode)
    if mode & 0o077:
        yield trouble(f"others may read {file} (mode {mode:04o})", f"chmod 600 {file}")
    else:
        yield well("the secret key is its owner's only")


def space(paper: Paper) -> Iterator[Finding]:
    """The disk."""
    free = shutil.disk_usage(_nearest(paper.var)).free
    line = f"{free / 1024**3:.1f} GB are free under {paper.var}"
    if free < ENOUGH_BYTES:
        yield trouble(line, "make room; a full disk stops every save")
    elif free < PLENTY_BYTES:
        yield advice(line, "make room before pictures fill it")
    else:
        yield well(line)


def database(paper: Paper) -> Iterator[Finding]:
    """The database."""
    try:
        connection.ensure_connection()
    except DatabaseError as error:
        line = str(error).strip().splitlines()[0]
        yield trouble(f"the database cannot be reached ({line})", "start it, or mend [database] url")
        return
    yield from _postgresql() if connection.vendor == "postgresql" else _sqlite()
    yield from _tables()
    yield from _jobs()


def _sqlite() -> Iterator[Finding]:
    from sqlite3 import sqlite_version, sqlite_version_info

    if sqlite_version_info < OLDEST_SQLITE:
        yield trouble(f"SQLite {sqlite_version} is too old", "use a Python with SQLite 3.35 or newer")
    journal, synchronous = _ask("PRAGMA journal_mode"), _ask("PRAGMA synchronous")
    yield from durability_of_sqlite(str(journal), int(str(synchronous)))


def durability_of_sqlite(journal: str, synchronous: int) -> Iterator[Finding]:
    """Whether what was acknowledged is on the disk, and readers do not wait for writers."""
    if journal != "wal":
        mend = "keep the database on a local disk, where SQLite can share memory"
        yield trouble(f"SQLite's journal is {journal}, not wal", mend)
    if synchronous < 2:
        yield trouble("SQLite does not wait for the disk", "take `synchronous` out of your own settings")
    if journal == "wal" and synchronous >= 2:
        yield well("SQLite keeps what it acknowledged (wal, synchronous full)")


def _postgresql() -> Iterator[Finding]:
    number = int(str(_ask("SHOW server_version_num"))) // 10000
    careless = [
        name for name in ("fsync", "full_page_writes", "synchronous_commit") if _ask(f"SHOW {name}") == "off"
    ]
    if number < OLDEST_POSTGRESQL:
        yield trouble(f"PostgreSQL {number} is too old", f"upgrade to {OLDEST_POSTGRESQL} or newer")
    for name in careless:
        yield trouble(
            f"PostgreSQL runs with {name} off", "turn it on: a power cut loses what was acknowledged"
        )
    if number >= OLDEST_POSTGRESQL and not careless:
        yield well(f"PostgreSQL {number} keeps what it acknowledged")


def _tables() -> Iterator[Finding]:
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        yield trouble(f"the database lacks {len(waiting)} migrations", "run `kabar migrate`")
    else:
        yield well("the database has this version's tables")


def _jobs() -> Iterator[Finding]:
    if "kabar_jobs_job" not in connection.introspection.table_names():
        return
    failed, late = jobs.failed(), jobs.overdue(clock.now() - LATE).count()
    newest = failed.first()
    if newest is not None:
        error = newest.errors[-1]["traceback"].strip().splitlines()[-1] if newest.errors else "no error"
        what = f"{failed.count()} jobs were given up, the newest {newest.task} ({error})"
        yield advice(what, "mend the cause, then run `kabar retry`")
    if late:
        yield advice(f"{late} jobs wait longer than a minute", "is `kabar run` running?")
    if newest is None and not late:
        yield well(f"jobs are done in time, {jobs.waiting().count()} wait for their hour")


def schedule(paper: Paper) -> Iterator[Finding]:
    """The schedule and its clock."""
    if "kabar_schedule_plannedact" not in connection.introspection.table_names():
        return
    doubt = planned.clock_doubt()
    if doubt is not None:
        what = f"the clock of {doubt.host} jumped by {doubt.seconds:.0f} s, and nothing planned is done"
        yield trouble(what, "compare it with a clock you trust, then confirm it on the newsroom's schedule")
    upcoming = planned.next_try()
    if upcoming is not None and upcoming < clock.now() - LATE:
        yield advice("planned acts wait longer than a minute", "is `kabar run` running?")
    elif doubt is None:
        yield well("nothing on the schedule is late")


def _ask(question: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchone()[0]


def statics(paper: Paper) -> Iterator[Finding]:
    """The styles and scripts."""
    if (paper.static / "staticfiles.json").exists():
        yield well("styles and scripts are collected")
    else:
        yield trouble("styles and scripts are not collected", "run `kabar migrate`")


def pictures(paper: Paper) -> Iterator[Finding]:
    """The picture library's formats."""
    from PIL import features

    missing = [name for name in ("jpg", "zlib", "webp") if not features.check(name)]
    if missing:
        yield trouble(
            f"pictures cannot be read or printed as {', '.join(missing)}", "reinstall Pillow from its wheel"
        )
    else:
        yield well("pictures can be read and printed")


def office(paper: Paper) -> Iterator[Finding]:
    """The processes."""
    door = paper.run / "web.sock"
    if not door.exists():
        yield advice("the paper is not running", f"kabar run --paper {paper.folder}")
        return
    with socket.socket(socket.AF_UNIX) as visitor:
        visitor.settimeout(PATIENCE)
        try:
            visitor.connect(str(door))
            yield well("the newsroom answers behind the newsstand")
        except OSError as error:
            yield advice(f"nobody answers at {door} ({error.strerror})", "start `kabar run` again")


def times(paper: Paper) -> Iterator[Finding]:
    """The clocks."""
    wanted = {clock.WIB: "WIB", clock.WITA: "WITA", clock.WIT: "WIT"}
    wrong = [label for name, label in wanted.items() if clock.zone_label(clock.now(), name) != label]
    if wrong:
        yield trouble(f"the machine's time zones do not know {', '.join(wrong)}", "pip install -U tzdata")
    elif clock.now().year < 2025:
        yield trouble(f"the machine's clock says {clock.now():%Y-%m-%d}", "set it; stories are dated by it")
    else:
        here = clock.local(clock.now(), paper.zone)
        yield well(f"it is {here:%H.%M} {clock.zone_label(clock.now(), paper.zone)} in {paper.zone}")


def mail(paper: Paper) -> Iterator[Finding]:
    """The mail."""
    if not paper.mail.url:
        yield advice(f"mail is written into {paper.var / 'mail'}", "set [mail] url to have it sent")
        return
    parts = urlsplit(paper.mail.url)
    where = f"{parts.hostname}:{parts.port or (465 if parts.scheme == 'smtps' else 587)}"
    try:
        _knock(parts.hostname or "", parts.port, parts.scheme)
        yield well(f"the mail server at {where} answers")
    except (OSError, smtplib.SMTPException) as error:
        yield trouble(f"the mail server at {where} does not answer ({error})", "mend [mail] url")


def _knock(host: str, port: int | None, scheme: str) -> None:
    if scheme == "smtps":
        context = ssl.create_default_context()
        with smtplib.SMTP_SSL(host, port or 465, timeout=PATIENCE, context=context) as server:
            server.noop()
    else:
        with smtplib.SMTP(host, port or 587, timeout=PATIENCE) as server:
            server.noop()


def _at_home(paper: Paper) -> bool:
    return paper.host.rsplit(":", 1)[0] in AT_HOME


def _may_write(folder: Path) -> bool:
    """Whether a file can really be made in a folder, or in the one it will be made in."""
    probe = _nearest(folder) / f".kabar-doctor-{os.getpid()}"
    try:
        probe.touch()
        return True
    except OSError:
        return False
    finally:
        with suppress(OSError):
            probe.unlink(missing_ok=True)


def _nearest(folder: Path) -> Path:
    """Return the folder, or the nearest one above it that exists."""
    return next(place for place in (folder, *folder.parents) if place.is_dir())


Look = Callable[[Paper], Iterator[Finding]]
LOOKS: tuple[Look, ...] = (
    settings, folders, secret, space, database, statics, pictures, office, times, schedule, mail,
)  # fmt: skip
