"""Judges HTML pages: the checker, the head, structured data, headers and policy."""

from __future__ import annotations

from collections.abc import Sequence

from bs4 import BeautifulSoup

from tools.judges import head, headers, nu, outsiders, structured_data
from tools.judges.fetching import Answer, fetch
from tools.judges.report import Report


def judge(urls: Sequence[str], status: int = 200) -> list[Report]:
    """Judge many pages at once; all must answer with this status."""
    answers = [fetch(url) for url in urls]
    reports = [Report(f"page {url}") for url in urls]
    for answer, report in zip(answers, reports, strict=True):
        report.require(answer.status == status, "http", f"status {answer.status}")
        report.figures["bytes"] = len(answer.body)
        _judge_one(answer, report)
    if answers:
        nu.judge(answers, reports)
        outsiders.judge(answers, reports)
    return reports


def _judge_one(answer: Answer, report: Report) -> None:
    soup = BeautifulSoup(answer.body, "html5lib")
    head.judge(soup, report)
    structured_data.judge(answer, soup, report)
    headers.judge(answer, report)
