"""Rules of a page's headers: what a browser may do with it, and that no reader is marked."""

from __future__ import annotations

import re

from tools.judges.fetching import Answer
from tools.judges.report import Report


def judge(answer: Answer, report: Report) -> None:
    """Judge the headers of a public page."""
    headers = answer.headers
    policy = headers.get("content-security-policy", "")
    report.require(policy, "csp", "no Content-Security-Policy")
    framed = "frame-ancestors" in policy or headers.get("x-frame-options")
    report.require(framed, "headers", "the page can be framed")
    sniffed = headers.get("x-content-type-options", "").lower() == "nosniff"
    report.require(sniffed, "headers", "no X-Content-Type-Options: nosniff")
    report.prefer(headers.get("referrer-policy"), "headers", "no Referrer-Policy")
    secured = headers.get("strict-transport-security") or not answer.url.startswith("https")
    report.require(secured, "headers", "no Strict-Transport-Security")
    report.prefer(not re.search(r"\d", headers.get("server", "")), "headers", "Server shows a version")
    # A page that nobody may keep is made for one reader: a form, an account.
    public = headers.get("cache-control", "") != "no-store"
    report.require(not public or "set-cookie" not in headers, "headers", "a public page sets a cookie")
