"""A correction is published, written down and told at once, or not at all."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction

from kabar.append_only import triggers
from kabar.corrections.models import Correction, Kind, ReplyAttempt
from kabar.corrections.services import Account, correct
from kabar.corrections.signals import story_corrected
from kabar.corrections.testing import RIGHT, a_correction, a_wrong_story, mended
from kabar.editions.models import Edition
from kabar.staff.models import AuditEntry, User
from kabar.stories import services as stories
from kabar.stories.models import State, Story, Takedown
from kabar.stories.rules import Ground
from kabar.stories.testing import a_draft, a_live_story, rina

pytestmark = pytest.mark.django_db
NOTE = "Jembatan diresmikan Selasa, bukan Senin."


def test_a_correction_keeps_what_it_said_and_what_it_says():
    one = a_correction()
    assert (one.was, one.now) == (
        "Gubernur meresmikan jembatan itu pada Senin.",
        "Gubernur meresmikan jembatan itu pada Selasa.",
    )
    assert RIGHT.split(". ")[0] in one.story.body.raw_data[0]["value"]
    assert one.compared and not one.hidden


def test_text_correction_edition_and_record_are_one_change():
    one = a_correction()
    edition = Edition.objects.get(number=one.edition)
    assert (edition.kind, edition.at) == (Edition.Kind.CORRECT, one.at)
    assert {f"story:{one.story_id}", "ledger:main", "feeds:main"} <= set(edition.keys)
    entry = AuditEntry.objects.get(act="correct")
    assert (entry.subject_id, entry.by) == (str(one.story_id), rina())
    assert Edition.objects.count() == 2


def test_those_above_are_told_when_it_is_committed(django_capture_on_commit_callbacks):
    told = []
    story_corrected.connect(lambda **news: told.append(news), weak=False, dispatch_uid="told")
    try:
        with django_capture_on_commit_callbacks(execute=True):
            one = a_correction()
            assert told == []
    finally:
        story_corrected.disconnect(dispatch_uid="told")
    assert [(news["correction"], news["story"]) for news in told] == [(one, one.story)]


def test_when_it_cannot_be_written_down_nothing_is_published(monkeypatch):
    story = mended(a_wrong_story())
    monkeypatch.setattr(Correction.objects, "create", lambda **fields: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        correct(story, Account(Kind.CORRECTION, NOTE), by=rina())
    assert "Senin" in Story.objects.get(pk=story.pk).body.raw_data[0]["value"]
    assert not AuditEntry.objects.filter(act="correct").exists()
    assert Edition.objects.count() == 1


@pytest.mark.parametrize("note", ["", "  \n"])
def test_a_correction_is_never_silent(note):
    with pytest.raises(ValidationError):
        correct(mended(a_wrong_story()), Account(Kind.CORRECTION, note), by=rina())


def test_a_correction_without_a_mended_text_is_refused_but_a_clarification_is_not():
    story = a_wrong_story()
    with pytest.raises(ValidationError):
        correct(story, Account(Kind.CORRECTION, NOTE), by=rina())
    one = correct(story, Account(Kind.CLARIFICATION, "Senin menurut panitia."), by=rina())
    assert (one.was, one.now, one.compared) == ("", "", False)


@pytest.mark.parametrize("leave", ["draft", "withdrawn", "killed"])
def test_only_a_live_story_is_corrected(leave):
    story = a_draft() if leave == "draft" else mended(a_wrong_story())
    if leave == "withdrawn":
        stories.withdraw(story, by=rina(), reason="Diperiksa")
    if leave == "killed":
        stories.kill(story, by=rina(), reason="Anak dikenali", ground=Ground.CHILD)
    stories.save_draft(story)
    with pytest.raises(stories.StateConflict):
        correct(story, Account(Kind.CLARIFICATION, NOTE), by=rina())
    assert Story.objects.get(pk=story.pk).state != State.LIVE


def test_who_may_not_correct_is_refused():
    stranger = User.objects.create_user("budi", "budi@example.id", "kopi-pahit-7")
    with pytest.raises(PermissionDenied):
        correct(mended(a_wrong_story()), Account(Kind.CORRECTION, NOTE), by=stranger)


def test_a_retraction_is_always_told_at_the_top():
    assert a_correction(kind=Kind.RETRACTION).serious


@pytest.mark.parametrize("how", ["asked", "child"])
def test_what_should_never_have_been_printed_is_not_repeated(how):
    story = a_wrong_story(protects_child=how == "child")
    one = a_correction(story, hidden=how == "asked")
    assert (one.was, one.before, one.after, one.compared) == ("", [], [], False)
    assert one.hidden and "Selasa" in one.now


def test_an_amendment_is_linked_to_a_story_that_readers_see():
    story, other = mended(a_wrong_story()), a_live_story("Hak jawab panitia")
    for wrong in (story, a_draft("Belum terbit")):
        with pytest.raises(ValidationError):
            correct(story, Account(Kind.RIGHT_OF_REPLY, "Panitia menjawab.", told_in=wrong), by=rina())
    one = correct(story, Account(Kind.RIGHT_OF_REPLY, "Panitia menjawab.", told_in=other), by=rina())
    assert f"story:{other.pk}" in Edition.objects.get(number=one.edition).keys


@pytest.mark.parametrize("model", [Correction, ReplyAttempt, Takedown])
def test_what_was_written_down_is_not_changed_whoever_asks(model):
    assert len(triggers(connection, model)) == (3 if connection.vendor == "postgresql" else 2)


@pytest.mark.parametrize("change", [lambda rows: rows.update(note="lain"), lambda rows: rows.delete()])
def test_the_database_refuses_to_touch_a_correction(change):
    a_correction()
    with pytest.raises(DatabaseError), transaction.atomic():
        change(Correction.objects.all())
    assert Correction.objects.get().note == NOTE
