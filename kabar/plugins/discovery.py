"""Finds a paper's plugins: apps in its own folder, and installed packages that announce themselves."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path

from kabar.config import PaperError

#: A package announces itself in its metadata: `[project.entry-points."kabar.plugins"]`, `name = "package"`.
GROUP = "kabar.plugins"


@dataclass(frozen=True, slots=True)
class Plugin:
    """A Django app that adds to a paper: its package, and where it came from."""

    package: str
    origin: str


def discover(folder: Path) -> tuple[Plugin, ...]:
    """Return the plugins of a paper, installed ones first, and let its folder's packages be imported."""
    plugins = [*_installed(), *_in_folder(folder)]
    seen: dict[str, Plugin] = {}
    for plugin in plugins:
        if plugin.package in seen:
            first = seen[plugin.package].origin
            raise PaperError(f"{plugin.origin}: plugin {plugin.package} comes from {first} too; keep one")
        seen[plugin.package] = plugin
    return tuple(plugins)


def _installed() -> list[Plugin]:
    found = {(entry.value, entry.dist.name if entry.dist else "") for entry in entry_points(group=GROUP)}
    return [Plugin(package, f"package {name}") for package, name in sorted(found)]


def _in_folder(folder: Path) -> list[Plugin]:
    homes = sorted(file.parent for file in folder.glob("*/__init__.py"))
    for home in homes:
        _check_name(folder, home)
    if homes and str(folder) not in sys.path:
        # Behind everything else: a plugin must not stand in for a module of another's.
        sys.path.append(str(folder))
    return [Plugin(home.name, str(home)) for home in homes]


def _check_name(folder: Path, home: Path) -> None:
    """Refuse a folder whose name cannot be imported, or would import something else."""
    if not home.name.isidentifier():
        raise PaperError(
            f"{home}: a plugin's folder needs a name of letters, digits and _, such as pos_cuaca"
        )
    known = find_spec(home.name)
    if known is not None and Path(known.origin or "").parent != home:
        raise PaperError(
            f"{home}: {home.name} is the name of another package ({known.origin}); rename the folder"
        )
