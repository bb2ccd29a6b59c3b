"""axe-core in Chromium: WCAG 2.0 to 2.2 AA and good practice, at 320 px and on a desk, in every scheme.

A page of 320 px is one of 1280 px at 400 %; nothing in it may have to be scrolled sideways.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from playwright.sync_api import Browser, sync_playwright

from tools import chromium
from tools.judges import places
from tools.judges.report import Report

NARROW, WIDE = (320, 640), (1280, 800)
Scheme = Literal["light", "dark"]
Contrast = Literal["more", "no-preference"]
Looks = tuple[tuple[tuple[int, int], Scheme, Contrast, bool], ...]
#: Everything is asked at each width once; in other colours, the same at both, only what they change.
LOOKS: Looks = (
    (NARROW, "light", "no-preference", True),
    (NARROW, "dark", "no-preference", False),
    (WIDE, "light", "more", False),
    (WIDE, "light", "no-preference", True),
)
#: Pages made of the same parts as others are looked at in two ways.
BRIEFLY = LOOKS[:2]
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
#: A part drawn as one piece cuts off what is too wide for it, and the page stays as wide as the window.
BEYOND = """Math.max(0, ...[document.documentElement, ...[...document.querySelectorAll('body *')]
  .filter(one => /paint|content|strict/.test(getComputedStyle(one).contain))]
  .map(one => one.scrollWidth - one.clientWidth))"""
WIDEST = """[...document.querySelectorAll('body *')]
  .filter(one => one.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
  .map(one => one.tagName + '.' + one.className).slice(0, 5).join(' ')"""
RUN = "only => axe.run(document, {runOnly: only})"
EVERYTHING = {"type": "tag", "values": TAGS}
COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}


def judge(urls: Sequence[str], looks: Looks = LOOKS) -> list[Report]:
    """Judge many pages in one browser."""
    with sync_playwright() as playwright:
        browser = chromium.open_with(playwright)
        reports = judge_in(browser, urls, {}, looks)
        browser.close()
    return reports


def judge_in(
    browser: Browser, urls: Sequence[str], cookies: Mapping[str, str], looks: Looks = LOOKS
) -> list[Report]:
    """Judge many pages in a browser that is open, as whoever has these cookies."""
    script = str(places.installed("axe-core/axe.min.js"))
    return [_judge_page(browser, url, script, cookies, looks) for url in urls]


def _judge_page(browser: Browser, url: str, script: str, cookies: Mapping[str, str], looks: Looks) -> Report:
    report = Report(f"axe {url}", figures={"passes": 0})
    context = browser.new_context(bypass_csp=True, locale="id-ID")
    for name, value in cookies.items():
        context.add_cookies([{"name": name, "value": value, "url": url}])
    page = context.new_page()
    page.goto(url, wait_until="networkidle")
    page.add_script_tag(path=script)
    for (width, height), scheme, contrast, everything in looks:
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=scheme, contrast=contrast)
        where = f"{width}px {scheme}{' in contrast' if contrast == 'more' else ''}"
        _file(page.evaluate(RUN, EVERYTHING if everything else COLOURS), where, report)
        if beyond := page.evaluate(BEYOND):
            report.error(
                f"reflow {where}", f"the page is {beyond} px wider than the window: {page.evaluate(WIDEST)}"
            )
    context.close()
    return report


def _file(result: dict[str, Any], where: str, report: Report) -> None:
    report.figures["passes"] = int(str(report.figures["passes"])) + len(result["passes"])
    for violation in result["violations"]:
        nodes = violation["nodes"]
        target = " ".join(map(str, nodes[0]["target"]))[:80]
        report.error(f"axe {where}", f"{violation['id']} ×{len(nodes)}: {violation['help']}: {target}")
