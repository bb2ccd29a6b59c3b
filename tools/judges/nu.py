"""The W3C's Nu HTML checker, asked once about many pages."""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tools.judges import places
from tools.judges.fetching import Answer
from tools.judges.report import Report


def judge(answers: Sequence[Answer], reports: Sequence[Report]) -> None:
    """Add the checker's findings on each page to its report."""
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder) / f"{number}.html" for number in range(len(answers))]
        for file, answer in zip(files, answers, strict=True):
            file.write_bytes(answer.body)
        by_name = dict(zip((file.name for file in files), reports, strict=True))
        for message in _ask(files):
            _file(message, by_name[message["url"].rsplit("/", 1)[-1]])


def _ask(files: Sequence[Path]) -> list[dict[str, Any]]:
    jar = places.installed("vnu-jar/build/dist/vnu.jar")
    command = [places.program("java"), "-Xss1m", "-jar", str(jar), "--format", "json", "--exit-zero-always"]
    done = subprocess.run([*command, *map(str, files)], capture_output=True, text=True, check=True)
    messages: list[dict[str, Any]] = json.loads(done.stderr or done.stdout)["messages"]
    return messages


def _file(message: dict[str, Any], report: Report) -> None:
    said = f"{message['message'][:200]} (line {message.get('lastLine')})"
    if message["type"] == "info":
        report.prefer(message.get("subType") != "warning", "html", said)
    else:
        report.error("html", said)
