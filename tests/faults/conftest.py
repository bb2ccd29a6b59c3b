"""A newsroom to be mistreated, on the database the suite runs on, or on both in the long run."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.newsroom import SERVER, Newsroom, migrated

HERE = Path(__file__).parent


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run on the suite's database; in the long run on both."""
    if "newsroom" not in metafunc.fixturenames:
        return
    databases = ["postgresql"] if os.environ.get(SERVER) else ["sqlite"]
    if metafunc.config.getoption("--long") and databases == ["postgresql"]:
        databases = ["sqlite", "postgresql"]
    metafunc.parametrize("newsroom", databases, indirect=True, scope="session")


@pytest.fixture(scope="session")
def newsroom(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Newsroom]:
    """A paper with its tables made, in which anything may be ended at any moment."""
    server = os.environ[SERVER] if request.param == "postgresql" else None
    with migrated(tmp_path_factory.mktemp("faults"), server) as newsroom:
        yield newsroom


@pytest.fixture(scope="session")
def kills(long_run: bool) -> int:
    """How many processes are ended."""
    return 1000 if long_run else 40


@pytest.fixture(scope="session")
def races(long_run: bool) -> int:
    """How many times two editors meet."""
    return 500 if long_run else 10


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let all faults happen in the same process, so that there is one newsroom and one cluster."""
    for item in items:
        shared = {"newsroom", "postgres_cluster"} & set(getattr(item, "fixturenames", ()))
        if shared and item.path.parent == HERE:
            item.add_marker(pytest.mark.xdist_group("faults"))
