"""A process with Django loaded that forks a child for every act, so that tests may end them by the dozen.

python -m tests.faults.house   reads one JSON object a line and answers each with one
"""

from __future__ import annotations

import importlib
import json
import os
import signal
import sys
import traceback
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn

import django


def child(order: dict[str, Any], answer: Path) -> NoReturn:
    """Do an act, in a session of its own, and end without ceremony."""
    code = 1
    try:
        _crash_at(order.get("crash_at", ""))
        from tests.faults import acts

        result = getattr(acts, order["act"])(*order.get("args", []))
        part = answer.with_suffix(".part")
        part.write_text(json.dumps({"result": result}))
        part.rename(answer)
        code = 0
    except Exception as error:
        traceback.print_exc()
        answer.write_text(json.dumps({"error": type(error).__name__, "said": str(error)}))
    finally:
        sys.stderr.flush()
        os._exit(code)


def _crash_at(label: str) -> None:
    """Read KABAR_CRASH_AT anew, as a process does when it starts."""
    from kabar import crash

    os.environ["KABAR_CRASH_AT"] = label
    importlib.reload(crash)


#: Children not waited for yet.
under_way: set[int] = set()


def obey(order: dict[str, Any], folder: Path, number: int) -> dict[str, Any]:
    """Start a child, or wait for one, and say how it went."""
    if order["order"] == "start":
        answer = folder / f"{number}.json"
        pid = os.fork()
        if pid == 0:
            child(order, answer)
        under_way.add(pid)
        return {"pid": pid, "answer": str(answer)}
    _, status = os.waitpid(order["pid"], 0)
    under_way.discard(order["pid"])
    said: dict[str, Any] = {}
    with suppress(FileNotFoundError):
        said = json.loads(Path(order["answer"]).read_text())
    return {"code": os.waitstatus_to_exitcode(status), **said}


def load_what_children_share() -> None:
    """Import the acts, the views and the templates once, and leave no connection open across a fork."""
    from django.db import connections
    from django.template.loader import get_template
    from django.urls import get_resolver

    importlib.import_module("tests.faults.acts")
    get_resolver().url_patterns  # noqa: B018  looking at them loads them
    for file in Path("kabar").glob("*/templates/kabar/**/*.html"):
        get_template(str(file).split("/templates/", 1)[1])
    connections.close_all()


def main(folder: Path) -> None:
    """Obey until the input ends; whoever is still at work then is ended."""
    django.setup()
    load_what_children_share()
    for number, line in enumerate(sys.stdin):
        print(json.dumps(obey(json.loads(line), folder, number)), flush=True)
    for pid in under_way:
        os.kill(pid, signal.SIGKILL)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
