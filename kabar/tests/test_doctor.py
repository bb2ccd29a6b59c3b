"""The doctor sees what is wrong with an installation, and says what to do about it."""

import os
import socket
import subprocess
import sys
from collections import namedtuple
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from kabar import clock, doctor
from kabar.config import Mail, load
from kabar.doctor import Finding, Level, examine
from kabar.jobs import services
from kabar.jobs.models import Job
from kabar.schedule.models import ClockDoubt, PlannedAct
from kabar.stories.testing import a_draft

pytestmark = pytest.mark.django_db


@pytest.fixture
def paper(tmp_path):
    """A paper at home, as founded."""
    (tmp_path / "kabar.toml").write_text("")
    return load(tmp_path, {})


def troubles(findings):
    return [finding.what for finding in findings if finding.is_trouble]


def seen(look, paper):
    return list(look(paper))


def the_only(look, paper):
    (finding,) = look(paper)
    return finding


def test_every_look_is_taken_and_each_finding_is_one_line(paper):
    findings = examine(paper)
    assert len(findings) >= len(doctor.LOOKS)
    assert all("\n" not in str(finding) for finding in findings)


def test_the_command_prints_its_findings_and_fails_on_trouble(paper):
    environ = {
        name: value for name, value in os.environ.items() if not name.startswith(("KABAR_", "DJANGO_"))
    }
    command = [sys.executable, "-m", "kabar.cli", "doctor", "--paper", str(paper.folder)]
    done = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stderr
    assert "trouble  styles and scripts are not collected: run `kabar migrate`" in done.stdout.splitlines()


def test_a_finding_says_what_and_what_to_do():
    assert (
        str(Finding(Level.TROUBLE, "the disk is full", "make room")) == "trouble  the disk is full: make room"
    )
    assert str(Finding(Level.WELL, "all is well")) == "well     all is well"


def test_a_look_that_fails_is_a_finding(paper, monkeypatch):
    def stumble(paper):
        """The floor."""
        raise ValueError("slippery")

    monkeypatch.setattr(doctor, "LOOKS", (stumble,))
    (finding,) = examine(paper)
    assert (finding.is_trouble, "The floor" in finding.what, finding.mend) == (True, True, "slippery")


def test_errors_shown_in_the_browser_are_trouble_on_a_public_address(paper):
    assert [finding.level for finding in doctor.settings(replace(paper, debug=True))] == [
        Level.WELL,
        Level.ADVICE,
    ]
    public = replace(paper, debug=True, address="https://posdesa.example")
    assert troubles(doctor.settings(public)) == ["errors are shown in the browser"]


def test_a_public_address_should_be_encrypted(paper):
    findings = seen(doctor.settings, replace(paper, address="http://posdesa.example"))
    assert findings[-1].level is Level.ADVICE


def test_a_secret_key_that_others_may_read_is_trouble(paper):
    assert not the_only(doctor.secret, paper).is_trouble
    (paper.var / "secret_key").chmod(0o644)
    assert "0644" in the_only(doctor.secret, paper).what


def test_a_secret_key_from_the_environment_is_well(paper):
    (paper.var / "secret_key").unlink()
    assert the_only(doctor.secret, paper).level is Level.WELL


def test_folders_that_can_be_written_are_left_as_they_were(paper):
    assert the_only(doctor.folders, paper).level is Level.WELL
    assert [entry.name for entry in paper.var.iterdir()] == ["secret_key"]


def test_a_folder_that_cannot_be_written_is_trouble(paper):
    paper.plates.symlink_to("/proc/self/fdinfo")
    assert troubles(doctor.folders(paper)) == [f"{paper.plates} cannot be written"]


@pytest.mark.parametrize(
    ("free", "level"), [(1, Level.TROUBLE), (1024**3, Level.ADVICE), (9 * 1024**3, Level.WELL)]
)
def test_a_disk_that_fills_is_seen(paper, monkeypatch, free, level):
    usage = namedtuple("usage", "free")
    monkeypatch.setattr(doctor.shutil, "disk_usage", lambda folder: usage(free))
    assert the_only(doctor.space, paper).level is level


def test_a_database_that_cannot_be_reached_is_trouble_and_ends_the_look(paper, monkeypatch):
    def refuse():
        raise OperationalError("connection refused\nis the server running?")

    monkeypatch.setattr(connection, "ensure_connection", refuse)
    assert "connection refused" in the_only(doctor.database, paper).what


def test_a_database_of_an_older_version_is_trouble(paper, monkeypatch):
    assert troubles(doctor._tables()) == []
    monkeypatch.setattr(MigrationExecutor, "migration_plan", lambda self, targets: [1, 2])
    assert troubles(doctor._tables()) == ["the database lacks 2 migrations"]


@pytest.mark.parametrize(
    ("journal", "synchronous", "found"), [("wal", 2, 0), ("delete", 2, 1), ("wal", 1, 1)]
)
def test_a_sqlite_that_could_lose_work_is_trouble(journal, synchronous, found):
    assert len(troubles(doctor.durability_of_sqlite(journal, synchronous))) == found


def test_a_postgresql_that_could_lose_work_or_is_too_old_is_trouble(monkeypatch):
    answers = {"SHOW server_version_num": "130004", "SHOW fsync": "off"}
    monkeypatch.setattr(doctor, "_ask", lambda question: answers.get(question, "on"))
    assert troubles(doctor._postgresql()) == ["PostgreSQL 13 is too old", "PostgreSQL runs with fsync off"]
    answers.update({"SHOW server_version_num": "160001", "SHOW fsync": "on"})
    assert [finding.level for finding in doctor._postgresql()] == [Level.WELL]


def test_failed_and_late_jobs_are_told():
    assert [finding.level for finding in doctor._jobs()] == [Level.WELL]
    services.enqueue("kabar.jobs.tasks.clean_jobs", run_at=clock.now() - timedelta(hours=1))
    failed = services.enqueue("pos.send_mail")
    error = {"exception": "builtins.OSError", "traceback": "Traceback\nOSError: no route"}
    Job.objects.filter(pk=failed.pk).update(status="failed", finished_at=clock.now(), errors=[error])
    lines = [str(finding) for finding in doctor._jobs()]
    assert "1 jobs were given up, the newest pos.send_mail (OSError: no route)" in lines[0]
    assert "1 jobs wait longer than a minute" in lines[1]


def test_a_clock_in_doubt_is_trouble_and_late_acts_are_told(paper):
    assert the_only(doctor.schedule, paper).level is Level.WELL
    an_hour_ago = clock.now() - timedelta(hours=1)
    PlannedAct.objects.create(act="publish", story=a_draft(), due=an_hour_ago, try_at=an_hour_ago)
    assert "longer than a minute" in str(the_only(doctor.schedule, paper))
    ClockDoubt.objects.create(host="mesin", seconds=3600)
    assert "jumped by 3600 s" in troubles(doctor.schedule(paper))[0]


def test_styles_not_collected_are_trouble(paper):
    assert the_only(doctor.statics, paper).is_trouble
    paper.static.mkdir(parents=True)
    (paper.static / "staticfiles.json").write_text("{}")
    assert not the_only(doctor.statics, paper).is_trouble


def test_pictures_can_be_printed_here(paper):
    assert the_only(doctor.pictures, paper).level is Level.WELL


def test_a_paper_that_does_not_run_is_told_how(paper):
    assert "kabar run" in the_only(doctor.office, paper).mend


def test_a_newsroom_that_answers_is_well_and_a_dead_socket_is_not(paper):
    paper.run.mkdir()
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(paper.run / "web.sock"))
        server.listen()
        assert the_only(doctor.office, paper).level is Level.WELL
    assert the_only(doctor.office, paper).level is Level.ADVICE


def test_the_clock_and_the_zones_are_looked_at(paper, monkeypatch):
    assert "Asia/Jakarta" in the_only(doctor.times, paper).what
    monkeypatch.setattr(clock, "now", lambda: datetime(1970, 1, 2, tzinfo=UTC))
    assert the_only(doctor.times, paper).is_trouble


def test_mail_that_is_not_set_up_is_advice(paper):
    assert the_only(doctor.mail, paper).level is Level.ADVICE


def test_a_mail_server_that_does_not_answer_is_trouble(paper):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    dead = replace(paper, mail=Mail(url=f"smtp://127.0.0.1:{port}"))
    assert the_only(doctor.mail, dead).is_trouble


def test_a_mail_server_that_answers_is_well(paper):
    with socket.create_server(("127.0.0.1", 0)) as server:
        Thread(target=greet, args=(server,), daemon=True).start()
        alive = replace(paper, mail=Mail(url=f"smtp://127.0.0.1:{server.getsockname()[1]}"))
        assert the_only(doctor.mail, alive).level is Level.WELL


def greet(server):
    """Speak as much SMTP as a knock needs."""
    visitor, _ = server.accept()
    with visitor, visitor.makefile("rb") as lines:
        visitor.sendall(b"220 pos\r\n")
        for line in lines:
            visitor.sendall(b"221 bye\r\n" if line.upper().startswith(b"QUIT") else b"250 ok\r\n")
