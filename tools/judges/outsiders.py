"""Adobe's structured-data validator and Google's CSP evaluator, asked once about many pages."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from typing import Any

from tools.judges import places
from tools.judges.fetching import Answer
from tools.judges.report import Report
from tools.judges.structured_data import VOCABULARY

# The evaluator's scale: up to 20 is high, up to 50 a thing to think about, above that a remark.
HIGH, MEDIUM = 20, 50


def judge(answers: Sequence[Answer], reports: Sequence[Report]) -> None:
    """Add the outsiders' findings on each page to its report."""
    for said, report in zip(_ask(answers), reports, strict=True):
        for issue in said["structured"]:
            add = report.error if issue["severity"] == "ERROR" else report.warn
            add("structured data", f"{issue['type']}: {issue['message'][:200]}")
        for finding in said["policy"]:
            _file(finding, report)


def _ask(answers: Sequence[Answer]) -> list[dict[str, Any]]:
    script = str(places.HERE / "outsiders.mjs")
    places.installed("csp_evaluator/package.json")
    command = [
        places.program("node"),
        script,
        str(places.node_modules()),
        str(places.schema(VOCABULARY) or ""),
    ]
    pages = [
        {"html": answer.body.decode(), "policy": answer.headers.get("content-security-policy", "")}
        for answer in answers
    ]
    done = subprocess.run(command, input=json.dumps(pages), capture_output=True, text=True, check=True)
    said: list[dict[str, Any]] = json.loads(done.stdout)
    return said


def _file(finding: dict[str, Any], report: Report) -> None:
    said = f"{finding['directive']} {finding.get('value') or ''}: {finding['description'][:160]}"
    if finding["severity"] <= HIGH:
        report.error("csp", said)
    elif finding["severity"] <= MEDIUM:
        report.warn("csp", said)
