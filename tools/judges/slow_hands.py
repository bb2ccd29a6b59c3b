"""Taps what a page offers on a phone four times slower than this machine, and tells the slowest answer."""

from __future__ import annotations

from playwright.sync_api import Page, sync_playwright

from tools import chromium

PHONE = {"width": 412, "height": 823}
SLOWER = 4
#: What a reader taps without leaving the page; as many of them as are shown, in their order.
TAPPED = "summary, button:not([type=submit]), [role=button], input[type=search]"
MOST = 12
LISTEN = """() => {
  window.slowest = 0;
  new PerformanceObserver(list => {
    for (const seen of list.getEntries()) if (seen.interactionId) slowest = Math.max(slowest, seen.duration);
  }).observe({type: 'event', durationThreshold: 16, buffered: true});
}"""
#: An event is reported with the frame after the one that shows its answer.
SHOWN = "() => new Promise(done => requestAnimationFrame(() => setTimeout(done, 120)))"


def slowest(url: str) -> float:
    """Return the milliseconds until the slowest of a page's answers was shown; 0 for a page of links."""
    with sync_playwright() as playwright:
        browser = chromium.open_with(playwright)
        context = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True, bypass_csp=True)  # type: ignore[arg-type]
        page = context.new_page()
        page.goto(url, wait_until="load")
        context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        page.evaluate(LISTEN)
        _tap(page)
        found = float(page.evaluate("() => window.slowest"))
        browser.close()
        return found


def _tap(page: Page) -> None:
    for one in page.locator(TAPPED).all()[:MOST]:
        if one.is_visible():
            one.tap(timeout=2_000, force=True)
            page.evaluate(SHOWN)
            page.keyboard.press("Escape")
