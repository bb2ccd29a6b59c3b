"""Every test process gets a paper's folder of its own before Django is set up."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

import pytest

from tools import sample_paper

_folder = Path(tempfile.mkdtemp(prefix="kabar-test-"))
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
os.environ.update(sample_paper.environment(sample_paper.lay_out(_folder)))

import django  # noqa: E402  settings are computed from the folder that now exists
from django.db import connections  # noqa: E402

from kabar.append_only.testing import let_tests_empty_tables  # noqa: E402

django.setup()
let_tests_empty_tables()
if connections["default"].vendor == "sqlite":
    # In memory, threads lock each other's tables; in a file they queue, as they do in a newsroom.
    connections["default"].settings_dict["TEST"]["NAME"] = str(_folder / "test.sqlite3")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes() -> None:
    """Let every worker lay out a paper of its own: what it inherits is read before its conftest, and shared."""
    for name in sample_paper.environment(_folder):
        os.environ.pop(name, None)


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--long` makes the fault proofs try a thousand times where they otherwise try a few."""
    parser.addoption("--long", action="store_true", help="run the fault proofs at full length")


@pytest.fixture(scope="session")
def long_run(request: pytest.FixtureRequest) -> bool:
    """Whether the proofs were asked for at full length."""
    return bool(request.config.getoption("--long"))
