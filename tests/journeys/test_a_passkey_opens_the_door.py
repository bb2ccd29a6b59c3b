"""Rina comes to the newsroom for the first time, makes a passkey, and comes back with it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tools.walking_paper import WalkingPaper, walk

pytestmark = pytest.mark.browser
WORD = "kopi-pahit-7"
STAFF = f"""
from kabar.staff.models import User
from kabar.staff.roles import Role, give
give(User.objects.create_user("rina", "", "{WORD}", first_name="Rina"), Role.EDITOR)
"""


@pytest.fixture
def strict_paper(tmp_path: Path) -> Iterator[WalkingPaper]:
    """A paper that asks for a second factor."""
    with walk(tmp_path / "paper", demo=False, start=False) as paper:
        paper.environment["KABAR_NEWSROOM_SECOND_FACTOR"] = "true"
        paper.python(STAFF)
        paper.start()
        yield paper


@pytest.fixture
def window(browser: Browser) -> Iterator[Page]:
    """A browser with a device that makes passkeys and says yes."""
    context = browser.new_context(locale="id-ID", viewport={"width": 390, "height": 844})
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    device = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": device})
    yield page
    context.close()


def give_word(page: Page, paper: WalkingPaper) -> None:
    page.goto(paper.url("/redaksi/"))
    page.get_by_label("Nama pengguna").fill("rina")
    page.get_by_label("Kata sandi").fill(WORD)
    page.get_by_role("button", name="Masuk").click()


def test_a_passkey_is_made_at_the_first_sign_in_and_opens_the_door_at_the_next(strict_paper, window):
    give_word(window, strict_paper)
    window.get_by_label("Namanya").fill("Ponsel Rina")
    window.get_by_role("button", name="Buat kunci sandi").click()
    expect(window.locator(".kabar-keys__codes li")).to_have_count(10)
    window.get_by_role("link", name="Sudah saya simpan").click()
    expect(window).to_have_url(strict_paper.url("/redaksi/"))
    window.goto(strict_paper.url("/redaksi/keys/"))
    expect(window.locator(".kabar-keys__list").first).to_contain_text("Ponsel Rina")

    window.context.clear_cookies()
    give_word(window, strict_paper)
    expect(window).to_have_url(strict_paper.url("/redaksi/second-factor/"))
    window.goto(strict_paper.url("/redaksi/keys/"))
    expect(window).not_to_have_url(strict_paper.url("/redaksi/keys/"))
    window.goto(strict_paper.url("/redaksi/second-factor/"))
    window.get_by_role("button", name="Pakai kunci sandi").click()
    expect(window).to_have_url(strict_paper.url("/redaksi/"))
