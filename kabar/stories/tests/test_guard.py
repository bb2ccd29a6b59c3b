"""What the addresses about stories refuse, whatever is posted to them."""

import pytest
from django.test import Client
from django.urls import reverse

from kabar.staff.models import Author, Desk, User
from kabar.staff.roles import Role, establish, give
from kabar.stories import services
from kabar.stories.editor.guard import Guarded
from kabar.stories.models import State, Story
from kabar.stories.rules import Ground
from kabar.stories.testing import a_draft, a_live_story, a_section
from kabar.stories.tests.filled import form_of

pytestmark = pytest.mark.django_db

#: Who opens which of them stands in tests/contracts/permissions.toml.
ADDRESSES = {
    "list",
    "list_results",
    "add",
    "preview_on_add",
    "edit",
    "usage",
    "history",
    "history_results",
    "preview_on_edit",
    "revisions_view",
    "revisions_revert",
    "revisions_compare",
    "lock",
    "unlock",
    "withdraw",
    "unpublish",
    "kill",
    "spike",
    "unspike",
}
CHOOSER = {"choose", "choose_results", "chosen", "chosen_multiple", "create"}
ABOUT_A_STORY = ADDRESSES - {"list", "list_results", "add", "preview_on_add"}


def patterns():
    return Story.snippet_viewset.get_urlpatterns()


def test_every_address_is_known_and_every_view_is_guarded():
    assert {pattern.name for pattern in patterns()} == ADDRESSES
    chooser = Story.snippet_viewset.chooser_viewset.get_urlpatterns()
    assert {pattern.name for pattern in chooser} == CHOOSER
    for pattern in [*patterns(), *chooser]:
        assert issubclass(pattern.callback.view_class, Guarded), pattern.name


@pytest.fixture
def ayu():
    establish()
    user = User.objects.create_user("ayu", password="kopi-pahit-7")
    give(user, Role.WRITER)
    Author.objects.create(name="Ayu Lestari", slug="ayu-lestari", user=user)
    return user


@pytest.fixture
def stories(ayu):
    desk = Desk.objects.create(name="Dunia", slug="dunia")
    own = a_draft("Tentang Ayu", by=ayu, section=a_section(desk=desk))
    other = a_draft("Rahasia Rina", names=("Rina Wulandari",), section=a_section())
    return {"writer on own": own, "writer on other's": other}


def address(name, story):
    kwargs = {}
    if name in ABOUT_A_STORY:
        kwargs["pk"] = story.pk
    if name in {"revisions_view", "revisions_revert"}:
        kwargs["revision_id"] = story.latest_revision_id
    if name == "revisions_compare":
        kwargs |= {"revision_id_a": "earliest", "revision_id_b": "latest"}
    return reverse(f"stories:{name}", kwargs=kwargs)


def refused(response):
    home, door = reverse("wagtailadmin_home"), reverse("wagtailadmin_login")
    if response.status_code in (403, 404):
        return True
    return response.status_code == 302 and (
        response["location"] == home or response["location"].startswith(door)
    )


def test_nobody_gets_in_without_signing_in(stories):
    for name in sorted(ADDRESSES):
        response = Client().get(address(name, stories["writer on own"]))
        assert response.status_code == 302
        assert response["location"].startswith(reverse("wagtailadmin_login"))


def test_a_writer_cannot_change_another_s_story_by_posting(ayu, stories):
    other = stories["writer on other's"]
    client = Client()
    client.force_login(ayu)
    for name in sorted(ABOUT_A_STORY):
        answer = client.post(
            address(name, other), {"headline": "Diubah", "reason": "iseng", "action-publish": "1"}
        )
        assert refused(answer) or answer.status_code == 405, name
    other.refresh_from_db()
    assert (other.state, other.headline, other.locked) == (State.DRAFT, "Rahasia Rina", False)
    assert other.revisions.count() == 1


def test_a_writer_cannot_send_their_own_story_to_press(ayu, stories):
    own = stories["writer on own"]
    client = Client()
    client.force_login(ayu)
    for name in ("withdraw", "kill", "spike", "unspike", "lock"):
        assert refused(client.post(address(name, own), {"reason": "iseng"})), name
    client.post(address("edit", own), form_of(own, **{"action-publish": "1"}))
    own.refresh_from_db()
    assert own.state == State.DRAFT
    assert not own.live


def test_a_writer_s_list_holds_their_own_and_what_is_public(ayu, stories):
    live = a_live_story("Sudah terbit", names=("Rina Wulandari",))
    client = Client()
    client.force_login(ayu)
    page = client.get(reverse("stories:list")).content.decode()
    assert "Tentang Ayu" in page
    assert live.headline in page
    assert "Rahasia Rina" not in page


def test_the_chooser_offers_only_what_readers_can_open(ayu, stories):
    live = a_live_story("Sudah terbit")
    client = Client()
    client.force_login(ayu)
    page = client.get(reverse("stories_chooser:choose_results")).content.decode()
    assert live.headline in page
    assert "Rahasia" not in page
    assert (
        client.get(reverse("stories_chooser:chosen", args=[live.pk])).json()["result"]["string"]
        == live.headline
    )
    assert refused(client.get(reverse("stories_chooser:chosen", args=[stories["writer on other's"].pk])))
    many = client.get(reverse("stories_chooser:chosen_multiple"), {"id": stories["writer on other's"].pk})
    assert "Rahasia" not in many.content.decode()


@pytest.mark.parametrize("action", ["delete", "publish"])
def test_nothing_is_done_to_many_stories_at_once(stories, action):
    client = Client()
    client.force_login(User.objects.create_superuser("root"))
    pk = stories["writer on other's"].pk
    for ask in (client.get, client.post):
        assert ask(f"/redaksi/bulk/kabar_stories/story/{action}/?id={pk}").status_code == 404
    assert Story.objects.filter(pk=pk).exists()


def test_wagtail_s_page_tree_and_the_rest_of_its_furniture_are_not_there():
    client = Client()
    client.force_login(User.objects.create_superuser("root"))
    for dead in (
        "pages/",
        "documents/",
        "collections/",
        "groups/",
        "reports/workflow/",
        "workflows/list/",
        "snippets/",
    ):
        assert client.get(f"/redaksi/{dead}").status_code == 404, dead


def test_being_named_on_a_story_opens_it(ayu):
    named = a_draft("Ditulis berdua", names=("Rina Wulandari", "Ayu Lestari"))
    client = Client()
    client.force_login(ayu)
    assert client.get(address("edit", named)).status_code == 200


def test_a_killed_story_is_held_for_everyone(ayu):
    rina = User.objects.create_superuser("rina")
    story = a_live_story("Nama korban disebut")
    services.kill(story, by=rina, reason="Melanggar privasi", ground=Ground.COUNCIL)
    client = Client()
    client.force_login(rina)
    page = client.get(address("edit", story))
    assert "Melanggar privasi" in page.content.decode()
    client.post(address("edit", story), form_of(story, headline="Hidup lagi", **{"action-publish": "1"}))
    story.refresh_from_db()
    assert (story.state, story.headline) == (State.KILLED, "Nama korban disebut")
