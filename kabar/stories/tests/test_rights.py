"""Rights to stories follow the desk of the section, and one's own stories."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kabar.staff.models import Desk, User
from kabar.staff.rights import ACTS, RIGHTS
from kabar.staff.roles import Role, establish, give, take
from kabar.stories import services
from kabar.stories.models import State, Story
from kabar.stories.permissions import must, open_to, policy
from kabar.stories.rules import Ground
from kabar.stories.testing import a_draft, a_live_story, a_section

pytestmark = pytest.mark.django_db


@pytest.fixture
def desks():
    establish()
    return {name: Desk.objects.create(name=name, slug=name.lower()) for name in ("Global", "Olahraga")}


@pytest.fixture
def sections(desks):
    return {name: a_section(f"Kanal {name}", desk=desk) for name, desk in desks.items()} | {
        "none": a_section("Tanpa meja"),
        "sister": a_section("Tanpa meja", paper="desa"),
    }


def someone(name, role, desk=None):
    user = User.objects.create_user(name)
    give(user, role, desk)
    return user


def can(user, act, story):
    return policy.user_has_permission_for_instance(user, act, story)


@pytest.mark.parametrize("role", [Role.SUBEDITOR, Role.EDITOR, Role.CHIEF])
def test_a_post_at_a_desk_reaches_that_desk_and_what_belongs_to_every_desk(desks, sections, role):
    rina = someone("rina", role, desks["Global"])
    reached = [name for name, section in sections.items() if can(rina, "change", a_draft(section=section))]
    assert reached == ["Global", "none"]


def test_each_role_does_at_its_desk_what_its_row_says_and_nothing_else(desks, sections):
    story = a_draft(section=sections["Global"])
    for role in Role:
        desk = None if role is Role.ADMINISTRATOR else desks["Global"]
        user = someone(role.value, role, desk)
        done = {act for act in ACTS if can(user, act, story)}
        assert done == {act for act, reach in RIGHTS[role].items() if reach.desk}, role


def test_a_writer_keeps_their_own_story_whatever_its_desk(desks, sections):
    ayu = someone("ayu", Role.WRITER, desks["Global"])
    own = a_draft(by=ayu, section=sections["Olahraga"])
    assert can(ayu, "change", own)
    assert not can(ayu, "change", a_draft(section=sections["Global"]))
    assert not can(ayu, "publish", own)


def test_an_editor_goes_on_writing_their_own_story_at_another_desk(desks, sections):
    rina = someone("rina", Role.EDITOR, desks["Global"])
    own = a_draft(by=rina, section=sections["Olahraga"])
    give(rina, Role.EDITOR, desks["Global"])
    assert can(rina, "change", own)
    assert not can(rina, "publish", own)


def test_a_post_taken_away_ends_what_it_allowed(desks, sections):
    rina = someone("rina", Role.EDITOR, desks["Global"])
    story = a_draft(section=sections["Global"])
    must(rina, "publish", story)
    take(rina, desks["Global"])
    with pytest.raises(PermissionDenied):
        must(rina, "publish", story)
    assert not rina.groups.exists()


def test_two_posts_add_up(desks, sections):
    rina = someone("rina", Role.EDITOR, desks["Global"])
    give(rina, Role.OBSERVER)
    sport = a_draft(section=sections["Olahraga"])
    assert can(rina, "view", sport)
    assert not can(rina, "change", sport)
    assert set(rina.groups.values_list("name", flat=True)) == {"editor", "observer"}


def test_a_closed_account_holds_nothing(desks, sections):
    rina = someone("rina", Role.CHIEF)
    rina.is_active = False
    rina.save()
    assert not can(User.objects.get(pk=rina.pk), "view", a_draft(section=sections["Global"]))


def test_rights_are_asked_of_the_database_once(desks, sections):
    rina = User.objects.get(pk=someone("rina", Role.EDITOR, desks["Global"]).pk)
    stories = [a_draft(section=sections["Global"]) for _ in range(3)]
    with CaptureQueriesContext(connection) as asked:
        assert all(can(rina, act, story) for story in stories for act in ("change", "publish", "assign"))
    assert len(asked) == 1


def test_a_list_holds_the_desk_s_work_one_s_own_and_what_is_public(desks, sections):
    rina = someone("rina", Role.EDITOR, desks["Global"])
    a_draft("Milik meja lain", section=sections["Olahraga"])
    a_draft("Milik meja", section=sections["Global"])
    a_live_story("Sudah terbit", section=sections["Olahraga"])
    assert {story.headline for story in open_to(rina)} == {"Milik meja", "Sudah terbit"}
    changeable = policy.instances_user_has_any_permission_for(rina, ["change"])
    assert [story.headline for story in changeable] == ["Milik meja"]


def test_a_writer_s_list_holds_their_own(desks, sections):
    ayu = someone("ayu", Role.WRITER)
    a_draft("Milik Ayu", by=ayu, section=sections["Global"])
    a_draft("Milik lain", section=sections["Global"])
    assert [story.headline for story in open_to(ayu)] == ["Milik Ayu"]


@pytest.mark.parametrize(
    "act",
    [
        services.publish,
        services.save_draft,
        services.spike,
        services.unspike,
        lambda story, by: services.withdraw(story, by=by, reason="Diperiksa"),
        lambda story, by: services.kill(story, by=by, reason="Salah orang", ground=Ground.TRAUMA),
    ],
)
def test_every_act_asks_who_does_it(desks, sections, act):
    joko = someone("joko", Role.EDITOR, desks["Olahraga"])
    story = a_draft(section=sections["Global"])
    with pytest.raises(PermissionDenied):
        act(story, by=joko)
    assert Story.objects.get(pk=story.pk).state == State.DRAFT


def test_an_editor_does_not_publish_into_another_desk_s_section(desks, sections):
    joko = someone("joko", Role.EDITOR, desks["Olahraga"])
    story = a_live_story(section=sections["Olahraga"])
    story.section = sections["Global"]
    revision = services.save_draft(story)
    with pytest.raises(PermissionDenied):
        services.publish(Story.objects.get(pk=story.pk), by=joko, revision=revision)


def test_nobody_is_an_administrator_of_one_desk(desks):
    with pytest.raises(ValueError, match="desk"):
        give(User.objects.create_user("dewi"), Role.ADMINISTRATOR, desks["Global"])
