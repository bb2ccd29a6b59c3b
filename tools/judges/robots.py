"""Judges robots.txt by RFC 9309 and the fields that robots know."""

from __future__ import annotations

import re

from protego import Protego

from tools.judges.fetching import fetch
from tools.judges.report import Report

MOST_BYTES = 500 * 1024
FIELDS = {"user-agent", "allow", "disallow", "sitemap", "crawl-delay", "content-signal"}


def judge(url: str) -> Report:
    """Judge one robots.txt."""
    answer, report = fetch(url), Report(f"robots {url}")
    report.require(answer.status == 200, "http", f"status {answer.status}")
    report.require(answer.kind == "text/plain", "http", f"sent as {answer.kind or 'nothing'}")
    report.require(len(answer.body) <= MOST_BYTES, "size", "over 500 KiB, robots may cut it")
    text = answer.body.decode()
    _judge_lines(text, report)
    read = Protego.parse(text)
    report.prefer(list(read.sitemaps), "sitemap", "none named")
    report.require(
        read.can_fetch(url.removesuffix("robots.txt"), "Googlebot"), "rule", "the front page is shut"
    )
    return report


def _judge_lines(text: str, report: Report) -> None:
    addressed = False
    for number, line in enumerate(text.splitlines(), 1):
        said = line.split("#")[0].strip()
        if not said:
            continue
        name, _, value = (part.strip() for part in said.partition(":"))
        known = name.lower() in FIELDS
        report.require(known, "line", f"{number}: unknown field {name}")
        addressed = addressed or name.lower() == "user-agent"
        if name.lower() in ("allow", "disallow"):
            report.require(addressed, "line", f"{number}: a rule before any user-agent")
            report.require(not value or value[0] in "/*$", "line", f"{number}: a path begins with /: {value}")
        if name.lower() == "sitemap":
            report.require(re.match("https?://", value), "line", f"{number}: not absolute: {value}")
