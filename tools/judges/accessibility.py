"""axe-core in Chromium: WCAG 2.0 to 2.2 AA and good practice, on a phone and a desk, light and dark."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from playwright.sync_api import Browser, sync_playwright

from tools.judges import places
from tools.judges.report import Report

SIZES = ((360, 740), (1280, 800))
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})"


def judge(urls: Sequence[str]) -> list[Report]:
    """Judge many pages in one browser."""
    script = str(places.installed("axe-core/axe.min.js"))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=places.program("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        reports = [_judge_page(browser, url, script) for url in urls]
        browser.close()
    return reports


def _judge_page(browser: Browser, url: str, script: str) -> Report:
    report = Report(f"axe {url}", figures={"passes": 0})
    context = browser.new_context(bypass_csp=True, locale="id-ID")
    page = context.new_page()
    page.goto(url, wait_until="networkidle")
    page.add_script_tag(path=script)
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            _file(page.evaluate(RUN, TAGS), f"{width}px {scheme}", report)
    context.close()
    return report


def _file(result: dict[str, Any], where: str, report: Report) -> None:
    report.figures["passes"] = int(str(report.figures["passes"])) + len(result["passes"])
    for violation in result["violations"]:
        nodes = violation["nodes"]
        target = " ".join(map(str, nodes[0]["target"]))[:80]
        report.error(f"axe {where}", f"{violation['id']} ×{len(nodes)}: {violation['help']}: {target}")
