"""Writes docs/reference/commands.md from the commands themselves: python -m tools.commands"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from kabar.cli import main as kabar

PAGE = Path(__file__).parent.parent / "docs" / "reference" / "commands.md"
HEAD = """# Commands

Made from the commands themselves by `python -m tools.commands`.
Every command but `init` takes `--paper DIR`; without it `KABAR_PAPER` counts, or else the current folder.
A refusal is one line on the error stream and exit code 2.
"""


def commands(group: click.Group, before: str) -> Iterator[tuple[str, click.Command]]:
    """Every command of a group and of the groups in it, with its whole name."""
    for name, command in sorted(group.commands.items()):
        whole = f"{before} {name}"
        if isinstance(command, click.Group):
            yield from commands(command, whole)
        else:
            yield whole, command


def entry(name: str, command: click.Command) -> str:
    """One command: its use, what it does, its options."""
    context = click.Context(command, info_name=name)
    usage = command.get_usage(context).removeprefix("Usage: ")
    lines = [f"## {name}", "", f"`{usage}`", "", (command.help or "").split("\f")[0].strip(), ""]
    options = [parameter for parameter in command.params if isinstance(parameter, click.Option)]
    if options:
        lines += ["| option | meaning |", "|---|---|"]
        lines += [f"| `{', '.join(option.opts)}` | {_meaning(option, context)} |" for option in options]
        lines.append("")
    return "\n".join(lines)


def _meaning(option: click.Option, context: click.Context) -> str:
    record = option.get_help_record(context)
    return record[1].replace("|", "\\|") if record else ""


def reference() -> str:
    """The whole page."""
    return "\n".join([HEAD, *(entry(name, command) for name, command in commands(kabar, "kabar"))])


if __name__ == "__main__":
    PAGE.write_text(reference(), encoding="utf-8")
    sys.exit(0)
