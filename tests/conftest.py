"""A whole paper on its feet, as a publisher runs it, for the proofs that belong to no single department."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tools.walking_paper import WalkingPaper, walk


@pytest.fixture(scope="session")
def walking_paper(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WalkingPaper]:
    """The demo paper, running on a port of its own, for the whole session; whoever changes it tidies up."""
    with walk(tmp_path_factory.mktemp("walking") / "paper", demo=True) as paper:
        yield paper


@pytest.fixture
def new_paper(tmp_path: Path) -> Iterator[WalkingPaper]:
    """A paper of one's own, just founded and running, without a story."""
    with walk(tmp_path / "paper", demo=False) as paper:
        yield paper


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let all who share the walking paper run in the same process, so that it is started once."""
    for item in items:
        if "walking_paper" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.xdist_group("walking paper"))
