"""How a command opens a paper, refuses what a publisher can mend, and reports what it did."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import click

from kabar import config
from kabar.config import Paper, PaperError


class Refusal(click.ClickException):
    """One line on the error stream and exit code 2."""

    exit_code = 2

    def show(self, file: Any = None) -> None:
        """Print the line without ceremony."""
        click.echo(f"kabar: {self.message}", err=True)


def refusing(command: Callable[..., Any]) -> Callable[..., Any]:
    """Turn what a publisher can mend into one line instead of a traceback."""

    @wraps(command)
    def wrapped(*args: Any, **kwargs: Any) -> Any:
        try:
            return command(*args, **kwargs)
        except PaperError as error:
            raise Refusal(str(error)) from None

    return wrapped


def in_paper(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command --paper and hand it the paper, with Django loaded."""

    @click.option(
        "--paper",
        "folder",
        type=click.Path(path_type=Path),
        default=None,
        help="The paper's folder; else KABAR_PAPER, else the current one.",
    )
    @wraps(command)
    @refusing
    def wrapped(*args: Any, folder: Path | None, **kwargs: Any) -> Any:
        paper = open_paper(folder)
        return command(paper, *args, **kwargs)

    return wrapped


def open_paper(folder: Path | None) -> Paper:
    """Load the paper of a folder and Django with it."""
    config.use_folder(folder or config.folder_in_use())
    paper = config.load(config.folder_in_use())
    import django

    django.setup()
    # What is loaded stays; a search for garbage that passes over it spares `migrate` a fifth of its time.
    gc.freeze()
    return paper


def check_migrated() -> None:
    """Refuse a database that cannot be reached or does not have this version's tables."""
    from django.conf import settings
    from django.db import OperationalError, connection
    from django.db.migrations.executor import MigrationExecutor

    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except OperationalError as error:
        line = str(error).strip().splitlines()[0]
        raise PaperError(f"{config.CONFIG_FILE}: [database] url cannot be reached: {line}") from None
    finally:
        connection.close()
    if waiting:
        raise PaperError(
            f"the database lacks {len(waiting)} migrations; "
            f"run `kabar migrate --paper {settings.PAPER.folder}` first"
        )


def report(work: Callable[[], Any]) -> None:
    """Do an import or export and print what became of each item; exit code 1 when some could not be read."""
    from kabar.wire.services import ImportRefused

    try:
        done = work()
    except ImportRefused as refused:
        raise PaperError(str(refused)) from None
    for line in done.lines():
        click.echo(line)
    sys.exit(0 if done.ok else 1)
