"""Debian's Chromium without a window: the rendering of the whole browser, at a third of its start."""

from __future__ import annotations

from playwright.sync_api import Browser, Playwright

from tools.judges import places

ALONE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE *localhost, EXCLUDE 127.0.0.1"
FLAGS = ["--no-sandbox", "--disable-gpu", "--font-render-hinting=none", ALONE]


def program() -> str:
    """Its full path, or JudgeMissing, which says what to install."""
    return places.program("chromium-headless-shell")


def open_with(playwright: Playwright) -> Browser:
    """A browser that root may start, draws without a graphics card and asks nobody outside this machine."""
    return playwright.chromium.launch(executable_path=program(), args=FLAGS)
