"""Work is given out, taken, begun, filed and done; two cannot take the same."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from kabar import clock
from kabar.desk import services
from kabar.desk.models import Assignment, Notice, Progress
from kabar.desk.signals import assignment_accepted
from kabar.desk.tasks import close_left_open
from kabar.desk.testing import an_assignment
from kabar.staff.models import AuditEntry
from kabar.stories import services as stories
from kabar.stories.models import Story
from kabar.stories.testing import a_draft, a_live_story, a_section

pytestmark = pytest.mark.django_db


def test_an_assignment_runs_from_wanted_to_done(rina, ayu, settings):
    due = clock.now() + timedelta(hours=3)
    wanted = an_assignment(rina, who=ayu, due=due, brief="Tanya petugas pintu air.")
    assert (wanted.progress, wanted.paper) == (Progress.WANTED, "main")
    services.accept(wanted, by=ayu)
    assert wanted.progress == Progress.ACCEPTED
    story = services.begin(wanted, by=ayu, paper=settings.PAPER)
    assert (wanted.progress, wanted.story) == (Progress.IN_WRITING, story)
    assert (story.headline, story.slugline, story.section) == ("Banjir di hulu",) * 2 + (wanted.section,)
    assert [byline.author.user for byline in story.bylines.all()] == [ayu]
    services.file(story, by=ayu)
    wanted.refresh_from_db()
    assert wanted.progress == Progress.FILED


def written(story):
    """Return a story that was begun, with a sentence in it."""
    story.body = [("paragraph", "<p>Warga menyeberang sejak pagi.</p>")]
    stories.save_draft(story)
    return story


def test_a_story_that_went_out_closes_its_assignment(rina, ayu, settings, django_capture_on_commit_callbacks):
    wanted = an_assignment(rina, who=ayu)
    story = written(services.begin(wanted, by=ayu, paper=settings.PAPER))
    with django_capture_on_commit_callbacks(execute=True):
        services.send_to_press(story, by=rina)
    wanted.refresh_from_db()
    assert wanted.progress == Progress.DONE


def test_an_assignment_whose_story_went_out_while_the_process_died_is_closed_later(rina, ayu, settings):
    wanted = an_assignment(rina, who=ayu)
    story = written(services.begin(wanted, by=ayu, paper=settings.PAPER))
    stories.publish(story, by=rina)  # the transaction of the test keeps its signals from being sent
    wanted.refresh_from_db()
    assert wanted.progress == Progress.IN_WRITING
    assert close_left_open.call() == 1
    wanted.refresh_from_db()
    assert wanted.progress == Progress.DONE
    assert close_left_open.call() == 0


def test_work_on_a_story_that_was_live_already_stays_open(rina, ayu):
    follow_up = an_assignment(rina, "Susulan", who=ayu, story=a_live_story(by=rina))
    assert close_left_open.call() == 0
    follow_up.refresh_from_db()
    assert follow_up.progress == Progress.IN_WRITING


def test_of_two_who_take_the_same_the_second_is_told(rina, ayu, settings):
    wanted = an_assignment(rina)
    stale = Assignment.objects.get(pk=wanted.pk)
    services.accept(wanted, by=ayu)
    with pytest.raises(PermissionDenied):
        services.accept(stale, by=rina)
    with pytest.raises(services.Conflict, match="Banjir di hulu"):
        services.accept(wanted, by=ayu)
    services.begin(wanted, by=ayu, paper=settings.PAPER)
    with pytest.raises(services.Conflict):
        services.begin(wanted, by=ayu, paper=settings.PAPER)
    assert Story.objects.count() == 1


def test_a_writer_gives_out_nothing_and_takes_only_what_is_theirs(rina, ayu, budi):
    with pytest.raises(PermissionDenied):
        an_assignment(ayu)
    for_rina = an_assignment(rina, who=rina)
    with pytest.raises(PermissionDenied):
        services.accept(for_rina, by=ayu)
    with pytest.raises(PermissionDenied):
        services.accept(an_assignment(rina), by=budi)


def test_an_assignment_given_to_somebody_else_is_wanted_again(rina, ayu, dewi):
    wanted = an_assignment(rina, who=ayu)
    services.accept(wanted, by=ayu)
    services.change(wanted, by=rina, title=wanted.title, who=dewi, due=None, brief="")
    assert (wanted.progress, wanted.who) == (Progress.WANTED, dewi)
    assert Notice.objects.filter(to=dewi, kind=Notice.Kind.GIVEN).count() == 1


def test_an_assignment_is_dropped_for_a_reason(rina, ayu, dewi):
    wanted = an_assignment(rina, who=ayu)
    with pytest.raises(ValidationError):
        services.drop(wanted, by=ayu, reason=" ")
    services.drop(wanted, by=ayu, reason="Narasumber menolak")
    assert wanted.progress == Progress.DROPPED
    assert Notice.objects.get(to=rina, kind=Notice.Kind.DROPPED).subject.endswith("Narasumber menolak")
    with pytest.raises(services.Conflict):
        services.change(wanted, by=rina, title="Lagi", who=None, due=None, brief="")


def test_what_is_wanted_is_said(rina):
    with pytest.raises(ValidationError):
        services.assign("  ", section=a_section(), by=rina)
    assert not Assignment.objects.exists()


def test_every_act_is_audited_and_told_once(rina, ayu, django_capture_on_commit_callbacks):
    heard = []
    assignment_accepted.connect(lambda **news: heard.append(news["by"]), weak=False)
    with django_capture_on_commit_callbacks(execute=True):
        wanted = an_assignment(rina, who=ayu)
        services.accept(wanted, by=ayu)
    assert heard == [ayu]
    acts = AuditEntry.objects.filter(subject_type="assignment").order_by("pk")
    assert [(entry.act, entry.by) for entry in acts] == [("assign", rina), ("accept", ayu)]


def test_a_story_that_exists_may_be_given_out(rina, ayu):
    story = a_draft("Harga beras", by=rina)
    given = an_assignment(rina, "Harga beras: sudut petani", who=ayu, story=story)
    assert given.progress == Progress.IN_WRITING
