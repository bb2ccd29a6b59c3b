"""Rina makes a passkey at her first sign-in, comes back with it, and finds only our own files running."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tools.passkeys import DEVICE
from tools.walking_paper import WalkingPaper, walk

pytestmark = [pytest.mark.browser, pytest.mark.once]
WORD = "kopi-pahit-7"
STAFF = f"""
from kabar.staff.models import User
from kabar.staff.roles import Role, give
from kabar.pictures.testing import a_picture
from kabar.stories.testing import a_live_story
rina = User.objects.create_user("rina", "", "{WORD}", first_name="Rina")
give(rina, Role.ADMINISTRATOR)
print(a_live_story("Jembatan dibuka", lead_picture=a_picture(400, 300)).pk)
"""
INSIDE = """
from django.test import Client
from kabar import clock
from kabar.staff.models import User
visitor = Client()
visitor.force_login(User.objects.get(username="rina"))
session = visitor.session
session["factor_given"] = clock.now().isoformat()
session.save()
print(session.session_key)
"""
#: What is looked at besides the story's form.
SCREENS = (
    "", "stories/", "stories/edit/{story}/", "stories/history/{story}/", "desk/press/{story}/",
    "schedule/story/{story}/", "corrections/{story}/correct/", "stories/kill/{story}/",
    "images/", "images/multiple/add/", "video/add/", "sources/new/", "sources/key/", "writing/templates/new/",
    "users/new/", "audit/", "keys/", "account/",
)  # fmt: skip


@pytest.fixture(scope="module")
def strict_paper(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WalkingPaper]:
    """A paper that asks for a second factor, with a story."""
    with walk(tmp_path_factory.mktemp("strict") / "paper", demo=False, start=False) as paper:
        paper.environment["KABAR_NEWSROOM_SECOND_FACTOR"] = "true"
        paper.story = paper.python(STAFF).strip()  # type: ignore[attr-defined]
        paper.start()
        yield paper


def give_word(page: Page, paper: WalkingPaper) -> None:
    """Come to the door and give name and password."""
    page.goto(paper.url("/redaksi/"))
    page.get_by_label("Nama pengguna").fill("rina")
    page.get_by_label("Kata sandi").fill(WORD)
    page.get_by_role("button", name="Masuk").click()


def test_a_passkey_is_made_at_the_first_sign_in_and_opens_the_door_at_the_next(
    strict_paper: WalkingPaper, page: Page
) -> None:
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    give_word(page, strict_paper)
    page.get_by_label("Namanya").fill("Ponsel Rina")
    page.get_by_role("button", name="Buat kunci sandi").click()
    expect(page.locator(".kabar-keys__codes li")).to_have_count(10)
    page.get_by_role("link", name="Sudah saya simpan").click()
    expect(page).to_have_url(strict_paper.url("/redaksi/"))
    page.goto(strict_paper.url("/redaksi/keys/"))
    expect(page.locator(".kabar-keys__list").first).to_contain_text("Ponsel Rina")

    page.context.clear_cookies()
    give_word(page, strict_paper)
    expect(page).to_have_url(strict_paper.url("/redaksi/second-factor/"))
    page.goto(strict_paper.url("/redaksi/keys/"))
    expect(page.get_by_label("Kata sandi")).to_be_visible()
    page.goto(strict_paper.url("/redaksi/second-factor/"))
    page.get_by_role("button", name="Pakai kunci sandi").click()
    expect(page).to_have_url(strict_paper.url("/redaksi/"))


@pytest.fixture
def inside(strict_paper: WalkingPaper, page: Page) -> Page:
    """The window of somebody who came in."""
    key = strict_paper.python(INSIDE).strip()
    page.context.add_cookies([{"name": "kabar_session", "value": key, "url": strict_paper.address}])
    return page


def test_every_screen_works_though_no_script_may_stand_in_a_page(
    strict_paper: WalkingPaper, inside: Page
) -> None:
    story = strict_paper.story  # type: ignore[attr-defined]
    for screen in SCREENS:
        inside.goto(strict_paper.url("/redaksi/" + screen.format(story=story)))
        expect(inside.locator("main, .kabar-keys").first).to_be_visible()

    inside.goto(strict_paper.url(f"/redaksi/stories/history/{story}/"))
    expect(inside.locator(".xdsoft_datetimepicker").first).to_be_attached()
    inside.goto(strict_paper.url("/redaksi/stories/add/"))
    inside.wait_for_selector("#w-editor-form")
    inside.locator("#id_bylines-ADD").click()
    inside.locator("#id_bylines-0-author-chooser").get_by_role("button").first.click()
    inside.locator(".modal").get_by_role("link", name="Ayu Lestari").click()
    expect(inside.locator("#id_bylines-0-author-chooser")).to_contain_text("Ayu Lestari")
    inside.locator("#id_lead_picture-chooser").get_by_role("button").first.click()
    inside.locator(".modal img").first.click()
    expect(inside.locator("#id_lead_picture-chooser img")).to_be_visible()


def test_a_script_that_somebody_brought_into_a_screen_does_not_run(
    strict_paper: WalkingPaper, inside: Page, hear: Callable[[Page], list[str]]
) -> None:
    window = inside.context.new_page()
    refused = hear(window)
    window.goto(strict_paper.url("/redaksi/"))
    window.evaluate(
        "document.body.append(Object.assign(document.createElement('script'), {text: 'window.ran = 1'}))"
    )
    assert window.evaluate("window.ran") is None
    assert len(refused) == 1
    refused.clear()
