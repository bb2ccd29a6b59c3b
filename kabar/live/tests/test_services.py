"""A live story is told entry by entry; nothing changes silently, and nobody tells what is not theirs."""

from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from kabar.corrections.protected import protect
from kabar.live import offspring, services
from kabar.live.models import Entry, LiveStory
from kabar.live.queries import told
from kabar.live.sound import Words
from kabar.live.testing import an_entry, told_live
from kabar.pictures.testing import a_picture
from kabar.staff.models import AuditEntry, Desk, User
from kabar.staff.roles import Role, establish, give
from kabar.stories import services as stories
from kabar.stories.models import Story, StoryByline
from kabar.stories.refusals import StateConflict
from kabar.stories.testing import a_draft, a_live_story, a_section, an_author, rina

pytestmark = pytest.mark.django_db


@pytest.fixture
def flood() -> LiveStory:
    """A flood in the section of Ayu's desk, told live; Ayu is named on it and may write, not publish."""
    establish()
    desk = Desk.objects.create(name="Nusantara", slug="nusantara")
    return told_live(a_live_story("Banjir kiriman", section=a_section("Nusantara", desk=desk)))


@pytest.fixture
def ayu(flood) -> User:
    user = User.objects.create_user("ayu")
    give(user, Role.WRITER, flood.story.section.desk)
    author = an_author()
    author.user = user
    author.save()
    return user


def seen(shown: LiveStory) -> list[str]:
    return [entry.body for entry in told(shown)]


def test_ayu_sends_an_entry_from_the_river_and_readers_see_it(flood, ayu):
    entry = an_entry(flood, "Air naik.", by=ayu, kind=Entry.Kind.QUOTE)
    assert (entry.state, entry.author.name) == (Entry.State.PUBLISHED, "Ayu Lestari")
    flood.refresh_from_db()
    assert entry.number == flood.number
    assert seen(flood) == ["Air naik."]
    assert AuditEntry.objects.filter(act="live entry", by=ayu).count() == 1


def test_a_form_sent_twice_is_one_entry(flood):
    token = uuid4()
    for _ in range(2):
        services.send(flood, Words("Air naik."), by=rina(), token=token)
    assert seen(flood) == ["Air naik."]


def test_where_an_editor_looks_first_a_reporters_entry_waits(ayu, flood):
    services.close(flood, by=rina())
    services.open_live(flood.story, by=rina(), straight=False)
    flood.refresh_from_db()
    entry = an_entry(flood, by=ayu)
    assert entry.state == Entry.State.WAITING and seen(flood) == []
    with pytest.raises(PermissionDenied):
        services.let_through(entry, by=ayu)
    services.let_through(entry, by=rina())
    assert seen(flood) == [entry.body]
    with pytest.raises(StateConflict):
        services.let_through(entry, by=rina())


def test_an_entry_is_corrected_and_says_so(flood):
    entry = an_entry(flood, "Tiga rumah hanyut.")
    with pytest.raises(ValidationError):
        services.correct(entry, "Dua rumah hanyut.", " ", by=rina())
    services.correct(entry, "Dua rumah hanyut.", "Dua rumah, bukan tiga.", by=rina())
    entry.refresh_from_db()
    assert (entry.body, entry.correction) == ("Dua rumah hanyut.", "Dua rumah, bukan tiga.")
    assert AuditEntry.objects.get(act="live correct").details["was"] == "Tiga rumah hanyut."


def test_a_withdrawn_entry_leaves_its_place_and_the_reason_and_its_picture_goes(flood):
    picture = a_picture()
    entry = an_entry(flood, picture=picture)
    picture.refresh_from_db()
    assert picture.released
    services.withdraw(entry, "Foto dari tahun lalu.", by=rina())
    entry.refresh_from_db()
    assert entry.is_withdrawn and [one.pk for one in told(flood)] == [entry.pk]
    assert not flood.story.printed_pictures.exists()
    with pytest.raises(StateConflict):
        services.withdraw(entry, "Lagi.", by=rina())


def test_an_update_of_the_story_leaves_the_pictures_of_its_entries_in_sight(flood):
    picture = a_picture()
    an_entry(flood, picture=picture)
    draft = Story.objects.get(pk=flood.story_id)
    draft.headline = "Banjir kiriman surut"
    stories.save_draft(draft)
    stories.publish(draft)
    assert flood.story.printed_pictures.filter(picture=picture).exists()


def test_what_is_closed_takes_no_entry_and_what_is_not_live_is_not_told(flood):
    services.close(flood, by=rina())
    with pytest.raises(StateConflict):
        an_entry(flood)
    with pytest.raises(StateConflict):
        services.close(flood, by=rina())
    with pytest.raises(StateConflict):
        services.open_live(a_draft(), by=rina())


def test_a_story_taken_from_readers_takes_no_entry(flood):
    stories.withdraw(flood.story, by=rina(), reason="Keliru")
    with pytest.raises(StateConflict):
        an_entry(flood)


def test_ayu_neither_opens_nor_closes_and_a_stranger_sends_nothing(flood, ayu):
    for act in (
        lambda: services.close(flood, by=ayu),
        lambda: services.summarise(flood, "Ringkas", by=ayu),
        lambda: an_entry(flood, by=User.objects.create_user("joko")),
        lambda: services.correct(an_entry(flood), "x", "y", by=ayu),
    ):
        with pytest.raises(PermissionDenied):
            act()


@pytest.mark.parametrize(
    "words",
    [
        Words(" "),
        Words("x" * 5001),
        Words("Kejadian", key_moment=True),
        Words("Video", embed="https://jahat.example/x"),
    ],
)
def test_what_is_not_sound_is_refused_in_a_line(flood, words):
    with pytest.raises(ValidationError):
        services.send(flood, words, by=rina())
    assert seen(flood) == []


def test_a_name_to_be_protected_is_found_in_an_entry_too(flood):
    protect(["Melati Kusuma Dewi"], "perkara 12", by=rina())
    with pytest.raises(ValidationError):
        an_entry(flood, "Korban, Melati Kusuma Dewi, sudah pulang.")
    assert seen(flood) == []
    entry = an_entry(flood, "Korban sudah pulang.")
    for act in (
        lambda: services.correct(entry, "Melati Kusuma Dewi sudah pulang.", "Nama.", by=rina()),
        lambda: services.summarise(flood, "Melati Kusuma Dewi sudah pulang.", by=rina()),
    ):
        with pytest.raises(ValidationError):
            act()
    assert seen(flood) == ["Korban sudah pulang."]


def test_an_entry_becomes_a_story_to_which_it_leads_once_readers_can_open_it(
    flood, django_capture_on_commit_callbacks
):
    entry = an_entry(flood, "Jembatan putus. Warga memutar.", title="Jembatan putus")
    draft = offspring.begin(entry, by=rina())
    assert (draft.headline, draft.section, draft.live) == ("Jembatan putus", flood.story.section, False)
    with pytest.raises(StateConflict):
        offspring.begin(Entry.objects.get(pk=entry.pk), by=rina())
    before = Entry.objects.get(pk=entry.pk).number
    with django_capture_on_commit_callbacks(execute=True):
        stories.publish(draft, by=rina())
    assert Entry.objects.get(pk=entry.pk).number > before


def test_the_byline_of_the_story_is_the_entrys_writer(flood, ayu):
    draft = offspring.begin(an_entry(flood, by=ayu), by=ayu)
    assert [line.author.name for line in StoryByline.objects.filter(story=draft)] == ["Ayu Lestari"]
