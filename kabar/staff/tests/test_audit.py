"""The audit record: appended, sealed, never changed; whoever changes it all the same is found out."""

from datetime import UTC, datetime

import pytest
from click.testing import CliRunner
from django.conf import settings
from django.db import DatabaseError, connection, transaction

from kabar.append_only import triggers
from kabar.append_only.testing import lifted
from kabar.cli import main
from kabar.clock import now
from kabar.staff import audit
from kabar.staff.models import AuditEntry, User
from kabar.staff.services import record

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def nothing_noted():
    """Begin and end without a note beside the database."""
    note = settings.PAPER.var / "audit-head"
    note.parent.mkdir(parents=True, exist_ok=True)
    note.unlink(missing_ok=True)
    yield note
    note.unlink(missing_ok=True)


@pytest.fixture
def acts():
    """Twelve acts of Rina's, sealed."""
    rina = User.objects.create_user("rina")
    entries = [record("publish", rina, by=rina, path=f"/global/{n}", weight=n / 7) for n in range(12)]
    assert audit.seal() == 12
    return entries


def tampered(statement, *values):
    """Do to the database what only its owner can."""
    with lifted(connection), connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_a_record_that_nobody_touched_holds(acts):
    verdict = audit.verify()
    assert verdict.broken == ""
    assert verdict.head.number == 12
    assert verdict.head == audit.head()


def test_every_seal_is_made_of_the_one_before(acts):
    link = audit.Head()
    for entry in AuditEntry.objects.order_by("number"):
        link = link.next(entry)
        assert (entry.number, entry.seal) == (link.number, link.seal)
    assert len({entry.seal for entry in AuditEntry.objects.all()}) == 12


def test_the_database_refuses_to_change_an_entry(acts):
    with pytest.raises(DatabaseError, match="append-only"):
        AuditEntry.objects.filter(pk=acts[3].pk).update(summary="nothing happened")
    with pytest.raises(DatabaseError, match="append-only"):
        AuditEntry.objects.filter(pk=acts[3].pk).update(seal="0" * 64)


def test_the_database_refuses_to_delete_an_entry(acts):
    with pytest.raises(DatabaseError, match="append-only"):
        AuditEntry.objects.filter(pk=acts[3].pk).delete()
    assert AuditEntry.objects.count() == 12


@pytest.mark.parametrize("also", [{}, {"seal": "0" * 64, "number": 1}])
def test_an_entry_cannot_be_changed_before_it_is_sealed_either(also):
    entry = record("publish", User.objects.create_user("rina"), by=None)
    with pytest.raises(DatabaseError, match="append-only"):
        AuditEntry.objects.filter(pk=entry.pk).update(summary="nothing happened", **also)


def test_the_first_changed_entry_is_named(acts):
    tampered("UPDATE kabar_staff_auditentry SET summary = 'nothing happened' WHERE number IN (5, 9)")
    verdict = audit.verify()
    assert "number 5" in verdict.broken
    assert verdict.head.number == 4


def test_an_entry_taken_from_the_middle_is_missed(acts):
    tampered("DELETE FROM kabar_staff_auditentry WHERE number = 7")
    assert audit.verify().broken == "number 7 is missing"


def test_an_end_that_was_cut_off_is_missed(acts):
    tampered("DELETE FROM kabar_staff_auditentry WHERE number > 10")
    assert "ends at number 10" in audit.verify().broken


def test_an_end_that_was_cut_off_and_written_anew_is_found_out(acts):
    tampered("DELETE FROM kabar_staff_auditentry WHERE number > 10")
    for _ in range(4):
        record("publish", acts[0].by, by=None)
    assert "number 12 is not the entry noted" in audit.verify().broken


def test_what_a_transaction_took_back_leaves_no_gap(acts):
    with pytest.raises(RuntimeError), transaction.atomic():
        record("kill", acts[0].by, by=None)
        raise RuntimeError
    record("spike", acts[0].by, by=None)
    assert audit.verify().head.number == 13


def test_an_entry_that_commits_late_is_sealed_behind_those_that_were_first():
    rina = User.objects.create_user("rina")
    late = AuditEntry(pk=1, at=now(), act="import", subject_type="edition", subject_id="1", summary="late")
    early = AuditEntry(pk=2, at=now(), by=rina, act="spike", subject_type="story", subject_id="1")
    early.save(force_insert=True)
    audit.seal()
    late.save(force_insert=True)
    audit.seal()
    assert list(AuditEntry.objects.order_by("number").values_list("pk", flat=True)) == [2, 1]
    assert audit.verify().broken == ""


def test_more_entries_than_are_sealed_at_once_are_all_sealed(monkeypatch, acts):
    monkeypatch.setattr(audit, "AT_ONCE", 5)
    for _ in range(13):
        record("spike", acts[0].by, by=None)
    assert audit.verify() == audit.Verdict(audit.head())
    assert audit.head().number == 25


def test_a_note_that_is_no_note_is_written_anew(acts, nothing_noted):
    nothing_noted.write_bytes(b"\xff rusak")
    record("spike", acts[0].by, by=None)
    assert audit.verify().broken == ""
    assert nothing_noted.read_text() == f"{audit.head()}\n"


def test_words_are_the_same_however_the_database_gives_them_back():
    at = datetime(2026, 11, 26, 7, 0, 0, 250_000, tzinfo=UTC)
    entry = AuditEntry.objects.create(
        at=at,
        act="kill",
        subject_type="story",
        subject_id="4",
        summary="“Sari”",
        details={"b": [1, 2.5], "a": "é"},
    )
    before = audit.words_of(entry)
    assert audit.words_of(AuditEntry.objects.get(pk=entry.pk)) == before
    assert '{"a":"é","b":[1,2.5]}' in before


def test_the_refusals_stand_after_every_migration():
    assert {"update", "delete"} <= {
        name.split("_append")[0].rsplit("_", 1)[1] for name in triggers(connection, AuditEntry)
    }


def test_the_command_says_that_the_record_holds_or_names_what_does_not(acts):
    command = ["audit", "verify", "--paper", str(settings.PAPER.folder)]
    well = CliRunner().invoke(main, command)
    assert well.exit_code == 0
    assert "12 entries, unbroken" in well.output
    tampered("UPDATE kabar_staff_auditentry SET act = 'nothing' WHERE number = 2")
    broken = CliRunner().invoke(main, command)
    assert broken.exit_code == 2
    assert broken.output.startswith("kabar: audit: BROKEN after 1 entries: number 2 ")
