"""Taps what a page offers on a phone four times slower than this machine, and tells the slowest answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from playwright.sync_api import Page, sync_playwright

from tools import chromium

PHONE = {"width": 412, "height": 823}
SLOWER = 4
#: What a reader taps without leaving a page: what lies over it first, then menu, tools, words explained, ads.
TAPPED = (".ad-consent button", "summary, button:not([type=submit]), [role=button], input[type=search]")
MOST = 24
#: Milliseconds from what has been scrolled into view to the tap on it: nobody taps what they have not seen.
SEEN = 300
LISTEN = """() => {
  window.slowest = 0;
  addEventListener('click', clicked => { if (clicked.target.closest('a')) clicked.preventDefault(); }, true);
  new PerformanceObserver(list => {
    for (const seen of list.getEntries()) if (seen.interactionId) slowest = Math.max(slowest, seen.duration);
  }).observe({type: 'event', durationThreshold: 16, buffered: true});
}"""
#: An event is reported with the frame after the one that shows its answer.
SHOWN = "() => new Promise(done => requestAnimationFrame(() => setTimeout(() => done(slowest), 120)))"
NAME = """one => (one.ariaLabel || one.textContent.trim() || one.name || one.outerHTML)
  .split("\\n")[0].slice(0, 24)"""


@dataclass(frozen=True)
class Tap:
    """The slowest answer of a page: its milliseconds, what was tapped, and of how many."""

    took: float = 0.0
    on: str = ""
    tried: int = 0


def slowest(url: str, cookies: Mapping[str, str] | None = None) -> Tap:
    """Tap one thing after the other as whoever has these cookies; 0 ms for a page of links."""
    with sync_playwright() as playwright:
        browser = chromium.open_with(playwright)
        context = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True, bypass_csp=True)  # type: ignore[arg-type]
        for name, value in (cookies or {}).items():
            context.add_cookies([{"name": name, "value": value, "url": url}])
        page = context.new_page()
        page.goto(url, wait_until="networkidle")
        context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        page.evaluate(LISTEN)
        found = _tap(page)
        browser.close()
        return found


def _tap(page: Page) -> Tap:
    found = Tap()
    for one in [one for kind in TAPPED for one in page.locator(kind).all()][:MOST]:
        if not one.is_visible() or one.is_disabled():
            continue
        name = one.evaluate(NAME)
        one.scroll_into_view_if_needed(timeout=5_000)
        page.wait_for_timeout(SEEN)
        one.tap(timeout=5_000, force=True)
        took = float(page.evaluate(SHOWN))
        page.keyboard.press("Escape")
        found = Tap(took, name if took > found.took else found.on, found.tried + 1)
    return found
