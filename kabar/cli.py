"""The `kabar` command: found a paper, fill it, run it, look after it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from kabar import __version__, intake
from kabar.config import Paper, PaperError
from kabar.opening import check_migrated, in_paper, open_paper, refusing, report

ROLES = ("writer", "editor", "administrator")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="kabar")
def main() -> None:
    """Kabar, the newspaper in one package."""


@main.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--name", help="The paper's name; else made from the folder's.")
@click.option("--language", type=click.Choice(["id", "en"]), default="id", show_default=True)
@click.option("--address", help="Public address, such as https://www.example.id.")
@click.option(
    "--to-try", is_flag=True, help="A paper to look around in: its newsroom opens by password alone."
)
@refusing
def init(folder: Path, name: str | None, language: str, address: str | None, to_try: bool) -> None:
    """Found a paper: write its folder, with every setting explained in kabar.toml."""
    from kabar.founding import found

    paper = found(folder, name=name, language=language, address=address, to_try=to_try)
    click.echo(f"{paper.name} stands in {paper.folder}.")
    click.echo(f"Next: kabar migrate --paper {folder} && kabar run --paper {folder}")


@main.command()
@in_paper
def migrate(paper: Paper) -> None:
    """Bring the database to this version, collect styles and scripts, and have every page printed anew."""
    from django.core.management import call_command

    from kabar.press.face import print_anew

    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False)
    print_anew()
    click.echo(f"{paper.name}: the database and the static files are of version {__version__}.")


@main.command()
@in_paper
def demo(paper: Paper) -> None:
    """Load the demo edition; a second time changes nothing."""
    from kabar.demo.services import load
    from kabar.progress import Printed

    check_migrated()
    loaded = load(paper, progress=Printed(what="demo edition"))
    click.echo(str(loaded))


@main.group()
def staff() -> None:
    """Open the newsroom to people."""


@staff.command()
@click.argument("username")
@click.option(
    "--role",
    type=click.Choice(["observer", "writer", "subeditor", "editor", "chief", "administrator"]),
    default="writer",
    show_default=True,
    help="docs/reference/rights.md says what each may do.",
)
@click.option("--desk", "slug", default="", help="The desk where they hold it, by its slug; else every desk.")
@click.option("--name", default="", help="Full name.")
@click.option("--email", default="", help="Address for notices and a forgotten password.")
@in_paper
def add(paper: Paper, username: str, role: str, slug: str, name: str, email: str) -> None:
    """Give USERNAME an account; the password is printed this once."""
    from kabar.staff.queries import desk_called
    from kabar.staff.roles import Role
    from kabar.staff.services import welcome

    check_migrated()
    try:
        desk = desk_called(slug, paper.key) if slug else None
        _, password = welcome(username, role=Role(role), desk=desk, name=name, email=email)
    except ValueError as error:
        raise PaperError(str(error)) from None
    sign_in(paper, username, password)


@staff.command()
@click.argument("username")
@in_paper
def password(paper: Paper, username: str) -> None:
    """Replace the forgotten password of USERNAME; the new one is printed this once."""
    from kabar.staff.models import User
    from kabar.staff.services import new_password

    check_migrated()
    try:
        made = new_password(username)
    except User.DoesNotExist:
        raise PaperError(
            f"nobody is called {username}; `kabar staff add {username}` opens an account"
        ) from None
    sign_in(paper, username, made)


@staff.command(name="reset-factor")
@click.argument("username")
@in_paper
def reset_factor(paper: Paper, username: str) -> None:
    """Take away the lost passkeys and app of USERNAME, who sets up new ones at the next sign-in."""
    from kabar.staff.factors.keyring import reset
    from kabar.staff.models import User

    check_migrated()
    user = User.objects.filter(username=username).first()
    if user is None:
        raise PaperError(f"nobody is called {username}; `kabar staff add {username}` opens an account")
    reset(user, by=None)
    click.echo(f"{username} is asked for a new second factor at the next sign-in.")


def sign_in(paper: Paper, username: str, password: str) -> None:
    """Print how someone enters the newsroom."""
    click.echo(f"Newsroom: {paper.address}/{paper.words.newsroom}/")
    click.echo(f"  name      {username}")
    click.echo(f"  password  {password}")


@main.command()
@click.option("--port", type=int, help="Port of the newsstand.  [kabar.toml: 8000]")
@click.option("--bind", help="Address of the newsstand.  [kabar.toml: 127.0.0.1]")
@in_paper
def run(paper: Paper, port: int | None, bind: str | None) -> None:
    """Serve the paper: newsstand, newsroom, jobs and scheduler, until Ctrl-C."""
    from kabar import supervisor
    from kabar.press.face import print_anew_if_changed

    bind, port = bind or paper.newsstand.bind, paper.newsstand.port if port is None else port
    supervisor.check_port(bind, port)
    check_migrated()
    supervisor.prepare(paper)
    supervisor.in_a_child(print_anew_if_changed, paper)
    sys.exit(
        supervisor.Supervisor(paper, bind=bind, port=port, announce=lambda: announce(paper, bind, port)).run()
    )


def announce(paper: Paper, bind: str, port: int) -> None:
    """Print where readers and editors go."""
    host = "localhost" if bind in ("127.0.0.1", "0.0.0.0", "::1") else bind
    here = f"http://{host}:{port}"
    click.echo(f"{paper.name} is out.")
    click.echo(f"  readers   {here}/")
    click.echo(f"  newsroom  {here}/{paper.words.newsroom}/")
    if paper.address.split("://", 1)[-1] != f"{host}:{port}":
        click.echo(f"  public    {paper.address}/")
    sys.stdout.flush()


@main.command()
@refusing
@click.option("--paper", "folder", type=click.Path(path_type=Path), default=None, help="The paper's folder.")
def doctor(folder: Path | None) -> None:
    """Examine the installation; each finding is one line that says what to do."""
    paper = open_paper(folder)
    from kabar.doctor import examine

    findings = examine(paper)
    for finding in findings:
        click.echo(str(finding))
    sys.exit(1 if any(finding.is_trouble for finding in findings) else 0)


@main.command()
@in_paper
def retry(paper: Paper) -> None:
    """Have the jobs that were given up tried again, after what stopped them is mended."""
    from kabar.jobs.services import try_failed_again

    check_migrated()
    click.echo(f"{try_failed_again()} jobs wait to be tried again.")


@main.group()
def audit() -> None:
    """Read the record of who did what."""


@audit.command()
@in_paper
def verify(paper: Paper) -> None:
    """Read the whole chain of the audit record and name the first entry that does not hold."""
    from kabar.staff.audit import verify as read

    check_migrated()
    verdict = read()
    if verdict.broken:
        raise PaperError(f"audit: BROKEN after {verdict.head.number:,} entries: {verdict.broken}")
    click.echo(f"audit: {verdict.head.number:,} entries, unbroken; head {verdict.head}")


main.add_command(intake.importing)


@main.group()
def wire() -> None:
    """Read agency copy, and look after where it comes from."""


@wire.command()
@click.argument(
    "paths", nargs=-1, required=True, metavar="PATH…", type=click.Path(exists=True, path_type=Path)
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object an item.")
def parse(paths: tuple[Path, ...], as_json: bool) -> None:
    """Read agency copy from files and whole folders, whatever its form, and print what it says.

    What could not be read is named on the error stream; exit code 1 when something was malformed.
    """
    from kabar.wire.parsers import reading

    malformed = False
    for outcome in reading.read_paths(paths):
        for item in outcome.items:
            click.echo(
                reading.json_line(outcome.name, item) if as_json else reading.plain_line(outcome.name, item)
            )
        if outcome.refused or outcome.skipped:
            click.echo(outcome.refused or f"{outcome.skipped} (not an item)", err=True)
        malformed = malformed or bool(outcome.refused)
    sys.exit(1 if malformed else 0)


@main.group()
def membership() -> None:
    """Look after the money that members pay."""


@membership.command()
@click.option("--days", type=click.IntRange(1, 3650), default=30, show_default=True, help="Orders how old.")
@in_paper
def reconcile(paper: Paper, days: int) -> None:
    """Ask the gateways how every order stands, mend what differs, and read the whole ledger.

    Exit code 1 when a gateway did not answer or a line of the ledger is wrong.
    """
    from kabar.membership.services.reconciling import reconcile as compare

    check_migrated()
    found = compare(days)
    for line in found.lines():
        click.echo(line)
    sys.exit(0 if found.ok else 1)


class Outward(click.Group):
    """Exports the whole paper unless another form is named."""

    def resolve_command(self, context: click.Context, args: list[str]) -> Any:
        """Take what is no form for the folder of the whole paper."""
        return super().resolve_command(context, args if args[0] in self.commands else ["paper", *args])


@main.group(cls=Outward)
def export() -> None:
    """Write everything out: `kabar export TARGET` is `kabar export paper TARGET`."""


@export.command(name="paper")
@click.argument("target", type=click.Path(file_okay=False, path_type=Path))
@in_paper
def whole(paper: Paper, target: Path) -> None:
    """Write the whole paper into the folder TARGET, in a form that `kabar import stories` reads back."""
    from kabar.progress import Printed
    from kabar.wire.services import export as write_out

    check_migrated()
    report(lambda: write_out(paper, target, Printed(what="export")))


@export.command()
@click.argument("target", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--alone", is_flag=True, help="No newsstand stands behind the files: pages hold no advertising."
)
@in_paper
def site(paper: Paper, target: Path, alone: bool) -> None:
    """Write every page readers see into the folder TARGET, for a web server that hands out files."""
    from kabar.progress import Printed
    from kabar.site.writing import write_out

    check_migrated()
    report(lambda: write_out(paper, target, Printed(what="site"), alone=alone))


if __name__ == "__main__":
    main()
