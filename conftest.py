"""Every test process gets a paper's folder of its own before Django is set up."""

import atexit
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path
from typing import Any

import pytest

from tools import sample_paper

_folder = Path(tempfile.mkdtemp(prefix="kabar-test-"))
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
os.environ.update(sample_paper.environment(sample_paper.lay_out(_folder)))

import django  # noqa: E402  settings are computed from the folder that now exists
from django.apps import apps  # noqa: E402
from django.db import connections  # noqa: E402

from kabar.append_only.testing import let_tests_empty_tables  # noqa: E402

django.setup()
let_tests_empty_tables()
if connections["default"].vendor == "sqlite":
    # In memory, threads lock each other's tables; in a file they queue, as they do in a newsroom.
    connections["default"].settings_dict["TEST"]["NAME"] = str(_folder / "test.sqlite3")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes() -> None:
    """Let every worker lay out a paper of its own: what it inherits it reads before its conftest."""
    for name in sample_paper.environment(_folder):
        os.environ.pop(name, None)


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--long` makes the fault proofs try a thousand times where they otherwise try a few."""
    parser.addoption("--long", action="store_true", help="run the fault proofs at full length")


@pytest.fixture(scope="session")
def long_run(request: pytest.FixtureRequest) -> bool:
    """Whether the proofs were asked for at full length."""
    return bool(request.config.getoption("--long"))


def _made_tables(cache: pytest.Cache) -> Path:
    """Where an empty database with every table is kept for the next run, named after all migrations."""
    read = blake2b(digest_size=16)
    for app in apps.get_app_configs():
        for migration in sorted(Path(app.path).glob("migrations/*.py")):
            read.update(migration.read_bytes())
    return cache.mkdir("tables") / f"{read.hexdigest()}.sqlite3"


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_modify_db_settings: None, pytestconfig: pytest.Config) -> bool:
    """Begin with the tables of an earlier run, where SQLite may copy them; Django looks for what is new."""
    made = _made_tables(pytestconfig.cache)
    if connections["default"].vendor != "sqlite" or not made.exists():
        return False
    shutil.copyfile(made, connections["default"].settings_dict["TEST"]["NAME"])
    return True


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None, django_db_keepdb: bool, django_db_blocker: Any, pytestconfig: pytest.Config
) -> Iterator[None]:
    """Keep the tables that were just made."""
    made = _made_tables(pytestconfig.cache)
    if connections["default"].vendor == "sqlite" and not made.exists():
        part = made.with_suffix(f".{os.getpid()}")
        with django_db_blocker.unblock():
            connections["default"].ensure_connection()
            with sqlite3.connect(part) as kept:
                connections["default"].connection.backup(kept)
        part.replace(made)
    yield
