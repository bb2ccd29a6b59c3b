"""What is planned can be moved, renewed and cancelled, by those who may, and never twice."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from kabar import clock
from kabar.schedule import queries, services
from kabar.schedule.models import Act, PlannedAct, Stand
from kabar.schedule.testing import in_an_hour
from kabar.staff.models import AuditEntry, User
from kabar.staff.roles import Role, establish, give
from kabar.stories import services as stories
from kabar.stories.refusals import StateConflict
from kabar.stories.testing import a_draft, a_live_story, rina

pytestmark = pytest.mark.django_db


@pytest.fixture
def ayu():
    establish()
    user = User.objects.create_user("ayu", password="kopi-pahit-7")
    give(user, Role.WRITER)
    return user


def test_a_publication_is_planned_to_the_second_with_the_version_of_now():
    story, hour = a_draft(), in_an_hour()
    planned = services.plan_publication(story, hour + timedelta(microseconds=7), by=rina())
    assert (planned.act, planned.due, planned.state) == (Act.PUBLISH, hour, Stand.WAITING)
    assert planned.revision == story.latest_revision
    entry = AuditEntry.objects.get()
    assert (entry.act, entry.details["due"]) == ("plan", hour.isoformat())


def test_over_a_live_story_an_update_is_planned():
    story = a_live_story()
    stories.save_draft(story)
    assert services.plan_publication(story, in_an_hour(), by=rina()).act == Act.UPDATE


def test_a_story_has_one_publication_ahead():
    story = a_draft()
    services.plan_publication(story, in_an_hour(), by=rina())
    with pytest.raises(StateConflict, match="Sudah ada"):
        services.plan_publication(story, in_an_hour(), by=rina())
    assert PlannedAct.objects.count() == 1


def test_a_story_may_have_a_publication_and_a_withdrawal_ahead():
    story = a_live_story()
    services.plan_publication(story, in_an_hour(), by=rina(), revision=stories.save_draft(story))
    services.plan_withdrawal(story, in_an_hour() + timedelta(days=1), by=rina(), reason="Hak cipta habis")
    assert [planned.act for planned in queries.due(rina())] == [Act.UPDATE, Act.WITHDRAW]


def test_what_cannot_be_printed_cannot_be_planned():
    story = a_draft()
    story.headline = " "
    stories.save_draft(story)
    with pytest.raises(ValidationError):
        services.plan_publication(story, in_an_hour(), by=rina())


def test_an_hour_that_has_passed_is_refused():
    with pytest.raises(ValidationError):
        services.plan_publication(a_draft(), clock.now() - timedelta(seconds=2), by=rina())


def test_nothing_of_an_embargoed_story_is_planned_before_its_hour():
    story = a_draft()
    services.embargo(story, in_an_hour(), by=rina(), publish=False)
    with pytest.raises(ValidationError):
        services.plan_publication(story, in_an_hour() - timedelta(minutes=1), by=rina())


def test_an_embargo_plans_the_publication_of_its_hour_and_takes_it_along():
    story = a_draft()
    planned = services.embargo(story, in_an_hour(), by=rina())
    assert planned.due == story.embargo_until
    later = in_an_hour() + timedelta(hours=2)
    services.embargo(story, later, by=rina())
    planned.refresh_from_db()
    assert (planned.due, planned.try_at, PlannedAct.objects.count()) == (later, later, 1)


def test_a_plan_is_moved_renewed_and_cancelled():
    story = a_draft()
    planned = services.plan_publication(story, in_an_hour(), by=rina())
    later = in_an_hour() + timedelta(hours=3)
    services.move(planned, later, by=rina())
    newest = stories.save_draft(story)
    services.take_newest(planned, by=rina())
    assert (planned.due, planned.revision) == (later, newest)
    services.cancel(planned, by=rina(), why="Narasumber mundur")
    assert (planned.state, planned.why) == (Stand.CANCELLED, "Narasumber mundur")
    with pytest.raises(StateConflict):
        services.move(planned, later, by=rina())
    assert queries.due(rina()) == []


def test_who_changes_a_plan_answers_for_it():
    chief = User.objects.create_superuser("sri", "sri@example.id", "kopi-pahit-7")
    planned = services.plan_publication(a_draft(), in_an_hour(), by=rina())
    services.move(planned, in_an_hour() + timedelta(hours=1), by=chief)
    assert planned.planned_by == chief


def test_who_sends_nothing_to_press_plans_nothing(ayu):
    story = a_draft(by=ayu)
    with pytest.raises(PermissionDenied):
        services.plan_publication(story, in_an_hour(), by=ayu)
    planned = services.plan_publication(story, in_an_hour(), by=rina())
    for act in (services.cancel, services.take_newest, services.release):
        with pytest.raises(PermissionDenied):
            act(planned, by=ayu)


def test_a_writer_sees_what_is_planned_with_their_own_stories_only(ayu):
    own = services.plan_publication(a_draft(by=ayu), in_an_hour(), by=rina())
    services.plan_publication(a_draft("Rahasia", names=("Rina Wulandari",)), in_an_hour(), by=rina())
    assert queries.due(ayu) == [own]
    assert len(queries.due(rina())) == 2


def test_the_list_of_what_is_due_asks_the_database_once(django_assert_num_queries):
    editor = rina()
    for _ in range(5):
        services.plan_publication(a_draft(), in_an_hour(), by=editor)
    with django_assert_num_queries(1):
        assert [str(planned.story.section) for planned in queries.due(editor)] == ["Global"] * 5
