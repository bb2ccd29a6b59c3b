"""A whole paper on its feet, as a publisher runs it, for the proofs that belong to no single department."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tools import chromium, postgres
from tools.walking_paper import WalkingPaper, walk

#: Rooms in which a module has one paper for all it tells.
SHARING = {Path(__file__).parent / "journeys"}
#: What Chromium says of whatever a page's policy keeps from running or being loaded.
REFUSED = "Content Security Policy"


@pytest.fixture(scope="session")
def walking_paper(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WalkingPaper]:
    """The demo paper, running on a port of its own, for the whole session; whoever changes it tidies up."""
    with walk(tmp_path_factory.mktemp("walking") / "paper", demo=True) as paper:
        yield paper


@pytest.fixture
def new_paper(tmp_path: Path) -> Iterator[WalkingPaper]:
    """A paper of one's own, just founded and running, without a story."""
    with walk(tmp_path / "paper", demo=False) as paper:
        yield paper


@pytest.fixture(scope="session")
def postgres_cluster() -> Iterator[postgres.Cluster]:
    """A PostgreSQL of one's own, to be stopped and started at will."""
    with postgres.running() as cluster:
        yield cluster


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, for one module: while it is open, Django refuses to touch a database in this process."""
    # The first page of a newsroom that has just started takes its time.
    expect.set_options(timeout=20_000)
    with sync_playwright() as playwright:
        opened = chromium.open_with(playwright)
        yield opened
        opened.close()


@pytest.fixture
def hear() -> Iterator[Callable[[Page], list[str]]]:
    """Listen to windows: a script that fails, or something that a page's policy refuses, fails the test."""
    heard: list[str] = []

    def listen(window: Page) -> list[str]:
        window.on("pageerror", lambda error: heard.append(str(error)))
        window.on("console", lambda line: heard.append(line.text) if REFUSED in line.text else None)
        return heard

    yield listen
    assert not heard, f"the page's scripts failed, or its policy refused something: {heard}"


@pytest.fixture
def page(browser: Browser, hear: Callable[[Page], list[str]]) -> Iterator[Page]:
    """A fresh window, listened to."""
    context = browser.new_context(locale="id-ID", viewport={"width": 1280, "height": 800})
    window = context.new_page()
    hear(window)
    yield window
    context.close()


@pytest.fixture
def plain_page(browser: Browser) -> Iterator[Page]:
    """A phone without JavaScript."""
    context = browser.new_context(
        locale="id-ID", viewport={"width": 390, "height": 844}, java_script_enabled=False
    )
    yield context.new_page()
    context.close()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let all who share a running paper run in the same process, so that it is started once."""
    for item in items:
        if "walking_paper" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.xdist_group("walking paper"))
        elif item.path.parent in SHARING or "stricken" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.xdist_group(item.path.stem))
