"""A draft's way to press: filed, returned, approved, sent; and what a change after the approval means."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from kabar.desk import services
from kabar.desk.models import EditorialNote, Notice, Review, ReviewState
from kabar.desk.testing import a_filed_story
from kabar.staff.models import AuditEntry
from kabar.stories import services as stories
from kabar.stories.models import State, Story
from kabar.stories.services import save_draft
from kabar.stories.testing import a_draft

pytestmark = pytest.mark.django_db


def standing(story):
    return Review.objects.get(story=story)


def state_of(story):
    return standing(story).state


def test_a_draft_is_filed_returned_mended_approved_and_sent(ayu, rina, django_capture_on_commit_callbacks):
    story = a_draft("Jembatan dibuka", by=ayu)
    assert state_of(story) == ReviewState.IN_WRITING
    services.file(story, by=ayu)
    assert state_of(story) == ReviewState.IN_REVIEW
    services.return_with_comments(story, by=rina, comment="Tanya dinas juga.")
    assert state_of(story) == ReviewState.RETURNED
    assert EditorialNote.objects.get(story=story).text == "Tanya dinas juga."
    story.headline = "Jembatan dibuka, dinas belum bicara"
    save_draft(story, by=ayu)
    assert state_of(story) == ReviewState.RETURNED
    services.file(story, by=ayu)
    services.approve(story, by=rina, revision=story.latest_revision_id)
    assert (state_of(story), standing(story).looked_by) == (ReviewState.APPROVED, rina)
    with django_capture_on_commit_callbacks(execute=True):
        services.send_to_press(story, by=rina)
    assert (state_of(story), story.state) == (ReviewState.SENT, State.LIVE)
    acts = AuditEntry.objects.filter(subject_type="story").order_by("pk").values_list("act", flat=True)
    assert list(acts) == ["file", "return", "file", "approve", "publish"]
    assert list(Notice.objects.filter(to=ayu).order_by("pk").values_list("kind", flat=True)) == [
        Notice.Kind.RETURNED, Notice.Kind.APPROVED, Notice.Kind.SENT,
    ]  # fmt: skip


def test_an_act_that_comes_too_late_changes_nothing(ayu, rina):
    story = a_filed_story(ayu)
    with pytest.raises(services.Conflict):
        services.file(story, by=ayu)
    services.approve(story, by=rina)
    with pytest.raises(services.Conflict):
        services.approve(story, by=rina)
    assert AuditEntry.objects.filter(act="approve").count() == 1


def test_what_changed_under_the_editor_s_eyes_is_not_approved(ayu, rina):
    story = a_filed_story(ayu)
    seen = story.latest_revision_id
    save_draft(story, by=ayu)
    with pytest.raises(services.Conflict):
        services.approve(story, by=rina, revision=seen)
    assert state_of(story) == ReviewState.IN_REVIEW


def test_a_writer_s_change_takes_back_the_approval_and_an_editor_s_carries_it_on(ayu, rina):
    story = a_filed_story(ayu)
    services.approve(story, by=rina)
    story.headline = "Judul Rina"
    save_draft(story, by=rina)
    assert (state_of(story), standing(story).cleared) == (ReviewState.APPROVED, story.latest_revision_id)
    story.headline = "Judul Ayu"
    save_draft(story, by=ayu)
    assert (state_of(story), standing(story).cleared) == (ReviewState.IN_WRITING, None)


def test_a_version_that_says_the_same_takes_nothing_back(ayu, rina):
    story = a_filed_story(ayu)
    services.approve(story, by=rina)
    story = Story.objects.get(pk=story.pk).get_latest_revision_as_object()
    save_draft(story, by=ayu)
    assert (state_of(story), standing(story).cleared) == (ReviewState.APPROVED, story.latest_revision_id)


def test_a_version_written_over_itself_takes_back_the_approval_as_well(ayu, rina):
    story = a_filed_story(ayu)
    services.approve(story, by=rina)
    story.headline = "Diam-diam diganti"
    story.save_revision(user=ayu, overwrite_revision=story.latest_revision)
    assert state_of(story) == ReviewState.IN_WRITING


def test_a_draft_over_a_live_story_is_in_writing_again(ayu, rina, django_capture_on_commit_callbacks):
    story = a_draft(by=ayu)
    with django_capture_on_commit_callbacks(execute=True):
        stories.publish(story, by=rina)
    assert state_of(story) == ReviewState.SENT
    story.headline = "Dibuka lagi"
    save_draft(story, by=ayu)
    assert state_of(story) == ReviewState.IN_WRITING


def test_a_story_is_returned_with_a_comment_and_by_who_may_review(ayu, rina, budi):
    story = a_filed_story(ayu)
    with pytest.raises(ValidationError):
        services.return_with_comments(story, by=rina, comment=" ")
    for act in (services.approve, services.send_to_press):
        for person in (ayu, budi):
            with pytest.raises(PermissionDenied):
                act(story, by=person)
    with pytest.raises(PermissionDenied):
        services.file(a_draft(by=rina, names=()), by=ayu)


def test_the_length_of_the_newest_version_is_known(ayu):
    story = a_draft(
        by=ayu,
        body=[
            ("paragraph", "<p>Warga menyeberang <b>sejak pagi</b>.</p><p>Ramai.</p>"),
            ("paragraph", "<h2>Kami senang</h2>"),
        ],
    )
    assert standing(story).words == 7


def test_without_four_eyes_an_editor_sends_what_nobody_looked_at(ayu, rina):
    story = a_draft(by=rina)
    services.send_to_press(story, by=rina)
    assert story.live


class TestUnderFourEyes:
    """A paper in which somebody else must look before press."""

    @pytest.fixture(autouse=True)
    def wanted(self, four_eyes):
        pass

    def test_nothing_goes_out_by_any_door_before_somebody_else_approved_it(self, ayu, rina, dewi):
        story = a_draft(by=rina)
        for press in (services.send_to_press, stories.publish):
            with pytest.raises(ValidationError):
                press(story, by=rina)
        services.file(story, by=rina)
        with pytest.raises(ValidationError):
            services.approve(story, by=rina)
        services.approve(story, by=dewi)
        stories.publish(story, by=rina)
        assert story.live

    def test_a_writer_s_change_after_the_approval_stays_in(self, ayu, rina):
        story = a_filed_story(ayu)
        services.approve(story, by=rina)
        story.headline = "Diganti"
        save_draft(story, by=ayu)
        with pytest.raises(ValidationError):
            services.send_to_press(story, by=rina)

    def test_an_editor_s_touch_after_the_approval_goes_out(self, ayu, rina):
        story = a_filed_story(ayu)
        services.approve(story, by=rina)
        save_draft(story, by=rina)
        services.send_to_press(story, by=rina)
        assert story.live

    def test_a_chief_overrides_for_a_reason_that_is_kept(self, ayu, rina, dewi):
        story = a_draft(by=ayu)
        with pytest.raises(PermissionDenied):
            services.send_to_press(story, by=rina, override="Gempa")
        with pytest.raises(ValidationError):
            services.send_to_press(story, by=dewi)
        services.send_to_press(story, by=dewi, override="Gempa, penyunting tak terjangkau")
        assert story.live
        entry = AuditEntry.objects.get(act="override")
        assert (entry.by, entry.details["reason"]) == (dewi, "Gempa, penyunting tak terjangkau")
        assert standing(story).override == "Gempa, penyunting tak terjangkau"
