"""When the clock jumps, nothing is lifted until somebody has looked at it."""

import pytest
from django.core.exceptions import PermissionDenied

from kabar.schedule import clockwatch, queries, services
from kabar.schedule.clockwatch import ClockWatch, Sight
from kabar.schedule.models import ClockDoubt, PlannedAct, Stand
from kabar.schedule.testing import clock_jumps, in_an_hour, look_once, time_passes
from kabar.staff.models import User
from kabar.stories.models import Story
from kabar.stories.refusals import StateConflict
from kabar.stories.testing import a_draft, rina

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def watch():
    """A watch that has looked at the right time."""
    watch = ClockWatch("test")
    watch.check()
    return watch


@pytest.fixture
def planned():
    return services.embargo(a_draft(), in_an_hour(), by=rina())


@pytest.mark.parametrize("jump", [{"hours": 2}, {"days": 1}])
def test_a_jump_ahead_lifts_no_embargo(watch, planned, jump):
    with clock_jumps(**jump):
        look_once(watch=watch)
    planned.refresh_from_db()
    assert planned.state == Stand.HELD
    assert planned.why
    assert not Story.objects.get().live
    assert queries.troubled(rina()) == [planned]


@pytest.mark.parametrize("jump", [{"hours": -1}, {"days": -1}, {"seconds": -3}])
def test_a_jump_back_is_noticed_and_holds_what_comes_due(watch, planned, jump):
    with clock_jumps(**jump):
        look_once(watch=watch)
        assert queries.clock_in_doubt()
    with time_passes(hours=2):
        look_once(watch=watch)
    planned.refresh_from_db()
    assert planned.state == Stand.HELD


@pytest.mark.parametrize("jump", [{"hours": 1, "minutes": 1}, {"hours": -1}])
def test_a_process_that_starts_under_a_wrong_clock_notices_it(watch, planned, jump):
    with clock_jumps(**jump):
        look_once(watch=ClockWatch("test"))
        assert queries.clock_in_doubt()
    assert not Story.objects.get().live


def test_a_clock_that_goes_on_is_believed(watch, planned):
    with time_passes(hours=1, seconds=1):
        look_once(watch=watch)
    assert not queries.clock_in_doubt()
    assert Story.objects.get().live


def test_a_small_correction_is_no_jump(watch):
    with clock_jumps(seconds=1.5):
        watch.check()
    assert not queries.clock_in_doubt()


def test_after_another_start_of_the_machine_only_going_back_is_told(watch):
    seen = clockwatch.look()
    ahead = Sight(seen.wall.replace(year=2040), seen.ticks, "another boot")
    assert ahead.jump_since(seen) == 0
    assert seen.jump_since(ahead) < -1e8


def test_who_confirms_the_clock_lets_what_it_held_go_on(watch, planned):
    with clock_jumps(hours=2):
        look_once(watch=watch)
        with pytest.raises(StateConflict):
            services.release(planned, by=rina())
        assert services.confirm_clock(by=rina()) == 1
        look_once(watch=watch)
    assert Story.objects.get().live
    doubt = ClockDoubt.objects.get()
    assert doubt.confirmed_by == rina()


def test_what_was_held_by_a_wrong_clock_waits_for_the_right_hour_after_it_is_mended(watch, planned):
    with clock_jumps(hours=2):
        look_once(watch=watch)
    look_once(watch=watch)
    services.confirm_clock(by=rina())
    look_once(watch=watch)
    planned.refresh_from_db()
    assert planned.state == Stand.WAITING
    assert not Story.objects.get().live


def test_releasing_one_act_never_brings_it_before_its_hour(planned):
    PlannedAct.objects.update(state=Stand.HELD)
    services.release(planned, by=rina())
    look_once()
    assert not Story.objects.get().live


def test_a_stranger_confirms_no_clock(watch):
    with pytest.raises(PermissionDenied):
        services.confirm_clock(by=User.objects.create_user("tamu"))
