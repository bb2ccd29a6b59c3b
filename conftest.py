"""Every test process gets a paper's folder of its own before Django is set up, and tables to copy."""

import atexit
import gc
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tools import sample_paper, tables

_folder = Path(tempfile.mkdtemp(prefix="kabar-test-"))
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
os.environ.update(sample_paper.environment(sample_paper.lay_out(_folder)))

import django  # noqa: E402  settings are computed from the folder that now exists
from django.conf import settings  # noqa: E402
from django.db import connections  # noqa: E402
from django.test import TransactionTestCase  # noqa: E402

django.setup()

from kabar.press import works  # noqa: E402  its models can be imported now
from kabar.press.clippings import Clippings  # noqa: E402

# A password takes a third of a second to keep as it should be kept, and a suite keeps hundreds of them.
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *settings.PASSWORD_HASHERS]

#: They know no Django (the contract "ink" of pyproject.toml), and so no database.
PLAIN = ("config", "newsstand", "passes", "plates")
WITHOUT_DATABASE = [Path(__file__).parent / "kabar" / room for room in PLAIN]
BRINGING_THEIR_OWN = ("judges", "postgres", "wheel")
#: Fixtures that open a database, and modules by which a proof starts processes that do.
OPENING = {"db", "transactional_db", "django_db_setup"}
STARTING = {"subprocess", "tables", "walk"}


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes() -> None:
    """Let every worker lay out a paper of its own: what it inherits it reads before its conftest."""
    for name in sample_paper.environment(_folder):
        os.environ.pop(name, None)


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--long` makes the fault proofs try a thousand times where they otherwise try a few."""
    parser.addoption("--long", action="store_true", help="run the fault proofs at full length")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what is the same whatever database the suite runs on, and begin with what takes long.

    Journeys and judges of whole papers come first, so that no process is left alone with one at the end.
    """
    items.sort(key=_is_of_a_department)
    for item in items:
        if any(Path(item.path).is_relative_to(room) for room in WITHOUT_DATABASE):
            item.add_marker(pytest.mark.once)
        if any(item.get_closest_marker(name) for name in BRINGING_THEIR_OWN):
            item.add_marker(pytest.mark.once)
        if _opens_none(item):
            item.add_marker(pytest.mark.once)


def pytest_collection_finish() -> None:
    """Leave all that is in memory by now, which stays, out of every later search for garbage."""
    gc.collect()
    gc.freeze()


def _opens_none(item: pytest.Item) -> bool:
    """Whether a proof of a department asks for no database, and starts nothing that might open one."""
    case = getattr(item, "cls", None) or object
    asks = (
        issubclass(case, TransactionTestCase)
        or item.get_closest_marker("django_db")
        or OPENING.intersection(getattr(item, "fixturenames", ()))
    )
    starts = STARTING.intersection(vars(getattr(item, "module", None) or object))
    return _is_of_a_department(item) and not asks and not starts


def _is_of_a_department(item: pytest.Item) -> bool:
    return Path(item.path).is_relative_to(Path(__file__).parent / "kabar")


@pytest.fixture(scope="session")
def long_run(request: pytest.FixtureRequest) -> bool:
    """Whether the proofs were asked for at full length."""
    return bool(request.config.getoption("--long"))


@pytest.fixture(autouse=True)
def nothing_is_kept_of_what_was_rolled_back() -> Iterator[None]:
    """Begin with no parts of pages: rows of an earlier proof are gone without an edition that says so."""
    if works._works is not None:
        works._works.clippings = Clippings(works._works.generations)
    yield


@pytest.fixture(scope="session")
def django_db_setup(request: pytest.FixtureRequest, django_db_blocker: Any) -> Iterator[None]:
    """Begin with tables that are there already, and lay them anew after every test that commits."""
    worker = getattr(request.config, "workerinput", {}).get("workerid", "alone")
    copy = tables.copy_for(connections["default"], _folder, worker)

    def lay(case: object = None) -> None:
        copy.lay()
        # Numbers begin anew, and the pictures of earlier ones would be taken for theirs.
        shutil.rmtree(_folder / "var" / "media", ignore_errors=True)

    with django_db_blocker.unblock():
        copy.lay()
        forgotten, TransactionTestCase._fixture_teardown = TransactionTestCase._fixture_teardown, lay
        yield
        TransactionTestCase._fixture_teardown = forgotten
        copy.take_away()
