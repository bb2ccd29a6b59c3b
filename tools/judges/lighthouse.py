"""Lighthouse's four scores, the best of a few runs."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Mapping, Sequence
from typing import Any

from tools import chromium
from tools.judges import places
from tools.judges.report import Report

CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
#: What Lighthouse says of a page alike however busy the machine is.
STEADY = CATEGORIES[1:]
FLAGS = "--headless=new --no-sandbox --disable-gpu --no-proxy-server"
FIGURES = {
    "LCP": "largest-contentful-paint",
    "TBT": "total-blocking-time",
    "CLS": "cumulative-layout-shift",
    "bytes": "total-byte-weight",
}


def judge(url: str, least: int = 98, runs: int = 3, form: str = "mobile") -> Report:
    """Judge one page: each score must reach `least` in its best run, asked no oftener than needed."""
    results: list[dict[str, Any]] = []
    while len(results) < runs and (not results or _worst(results) < least):
        results.append(ask(url, form))
    report = _judged(f"lighthouse {form} {url}", results, CATEGORIES, least)
    report.figures["runs"] = len(results)
    for name, audit in FIGURES.items():
        values = [result["audits"][audit].get("numericValue") or 0 for result in results]
        report.figures[name] = round(min(values), 3)
    return report


def judge_what_is_steady(url: str, least: int = 98) -> Report:
    """Judge one page without its speed, which nobody can tell while other proofs compute beside it."""
    return _judged(f"lighthouse {url}", [ask(url, categories=STEADY)], STEADY, least)


def _judged(subject: str, results: list[dict[str, Any]], categories: Sequence[str], least: int) -> Report:
    report = Report(subject)
    for category in categories:
        score = best(results, category)
        report.figures[category] = score
        report.require(score >= least, category, f"{score}, below {least}: {_failed(results[-1], category)}")
    return report


def best(results: list[dict[str, Any]], category: str) -> int:
    """The best score of a category; a busy machine can only lower one."""
    return max(round(100 * (result["categories"][category]["score"] or 0)) for result in results)


def _worst(results: list[dict[str, Any]]) -> int:
    return min(best(results, category) for category in CATEGORIES)


def must_be_there() -> None:
    """Raise JudgeMissing, which says what to install, where Lighthouse or what it needs is not."""
    places.program("node")
    chromium.program()
    places.installed("lighthouse/cli/index.js")


def ask(
    url: str,
    form: str = "mobile",
    *,
    categories: Sequence[str] = CATEGORIES,
    ignore_status: bool = False,
    cookies: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """Return what Lighthouse says of a page, as it says it, seen by whoever has these cookies."""
    command = [places.program("node"), str(places.installed("lighthouse/cli/index.js")), url, "--quiet"]
    command += ["--output=json", f"--chrome-flags={FLAGS}", f"--only-categories={','.join(categories)}"]
    command += ["--preset=desktop"] if form == "desktop" else []
    command += ["--ignore-status-code"] if ignore_status else []
    if cookies:
        said = "; ".join(f"{name}={value}" for name, value in cookies.items())
        command += [f"--extra-headers={json.dumps({'Cookie': said})}"]
    environment = os.environ | {"CHROME_PATH": chromium.program()}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=True)
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def _failed(result: dict[str, Any], category: str) -> str:
    """The names of the audits that cost points."""
    audits = [entry["id"] for entry in result["categories"][category]["auditRefs"] if entry["weight"] > 0]
    scores = {name: result["audits"][name]["score"] for name in audits}
    return ", ".join(name for name, score in scores.items() if score is not None and score < 0.9)
