"""The commands that take archives in: one a form, all with the same options."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from kabar import clock
from kabar.config import Paper
from kabar.opening import check_migrated, in_paper, report


@click.group(name="import")
def importing() -> None:
    """Take in an archive; an interrupted import is taken up again by the same command."""


def taking(kind: str, *, folders: bool = False) -> Callable[[Callable[[], None]], click.Command]:
    """Make the command that takes in archives of a kind; the function under it only says what they are."""

    def take(said: Callable[[], None]) -> click.Command:
        @click.argument("file", type=click.Path(exists=True, dir_okay=folders, path_type=Path))
        @click.option(
            "--dry-run", is_flag=True, help="Write nothing; report all that would be made, changed and lost."
        )
        @click.option(
            "--media", type=click.Path(exists=True, file_okay=False, path_type=Path),
            help="A folder with a copy of the pictures, such as wp-content/uploads.",
        )  # fmt: skip
        @click.option(
            "--fetch", is_flag=True, help="Fetch pictures that no folder holds from where they stand."
        )
        @click.option("--site", default="", help="Address it stood at, for pictures named without one.")
        @in_paper
        def command(paper: Paper, file: Path, **options: Any) -> None:
            _import(paper, kind, file, **options)

        command.__doc__ = said.__doc__
        made = importing.command(name=kind)(command)
        made.params += reversed(getattr(said, "__click_params__", []))
        return made

    return take


@taking("stories")
def stories() -> None:
    """Import stories from FILE: one JSON object a line, plain or gzipped."""


@taking("wxr")
def wxr() -> None:
    """Import a WordPress export (WXR)."""


@taking("ghost")
def ghost() -> None:
    """Import a Ghost export (JSON)."""


@taking("blogger")
def blogger() -> None:
    """Import a Blogger export, or the feed.atom of Google Takeout."""


@taking("medium", folders=True)
def medium() -> None:
    """Import a Medium export, zipped or unpacked."""


@taking("substack", folders=True)
def substack() -> None:
    """Import a Substack export, zipped or unpacked."""


@taking("agency", folders=True)
def agency() -> None:
    """Import an archive in an agency's form (ninjs, NITF, NewsML, …): a file, a folder or a zip."""


@taking("table")
@click.option(
    "--map",
    "mapping",
    required=True,
    help="Which column is which field: a toml file, or the name of one that ships.",
)
def table() -> None:
    """Import CSV, JSON lines or JSON by a mapping of columns to fields."""


@importing.command("members")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Write nothing; report who would be taken in.")
@click.option(
    "--plan", default="", help="What those hold here who paid there: the word of a plan in addresses."
)
@click.option(
    "--until",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The last day they paid for, where the list does not say.",
)
@in_paper
def members(paper: Paper, file: Path, *, dry_run: bool, plan: str, until: datetime | None) -> None:
    """Import members: the list of Ghost, Substack, beehiiv or Mailchimp, or a table with a column `email`."""
    from kabar.membership.services import arriving
    from kabar.progress import Printed

    check_migrated()
    end = clock.day_bounds(until.date(), paper.zone)[1] if until else None
    progress = Printed(what=file.name)
    report(lambda: arriving.take_in(paper, file, arriving.terms_of(paper, plan, end), progress, dry=dry_run))


def _import(paper: Paper, kind: str, file: Path, **options: Any) -> None:
    from kabar.fetching import Fetcher
    from kabar.progress import Printed
    from kabar.wire.services import Asked, import_archive

    check_migrated()
    asked = Asked(
        media=options["media"], fetcher=Fetcher() if options["fetch"] else None, site=options["site"],
        mapping=options.get("mapping", ""), dry=options["dry_run"],
    )  # fmt: skip
    report(lambda: import_archive(kind, paper, file, Printed(what=file.name), asked=asked))
