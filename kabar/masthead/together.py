"""A page's style sheets as one file: on a phone, each further file waits for a connection of its own."""

from __future__ import annotations

import hashlib
import os
import re
from functools import lru_cache
from pathlib import Path
from posixpath import dirname

from django.conf import settings

LINK = re.compile(r'<link rel="stylesheet" href="([^"]+)">\s*')
#: A file under a name that changes with its contents; others may change under their name, and stay apart.
HASHED = re.compile(r"[\w./-]+\.[0-9a-f]{12}\.css")
#: An address within a sheet that is said from where the sheet stands.
BESIDE = re.compile(r'url\((["\']?)(?!["\']?(?:data:|https?:|/|#))([^"\')]+)\1\)')
FOLDER = "kabar/together"


def in_one(links: str) -> str:
    """Return links to style sheets as one link to all of them in their order, where they are collected."""
    addresses = LINK.findall(links)
    names = tuple(address.removeprefix(settings.STATIC_URL) for address in addresses)
    if len(names) < 2 or not all(HASHED.fullmatch(name) for name in names):
        return links
    one = f'<link rel="stylesheet" href="{settings.STATIC_URL}{_made(names, settings.STATIC_ROOT)}">'
    return one + LINK.sub("", links)


@lru_cache(maxsize=256)
def _made(names: tuple[str, ...], root: Path) -> str:
    """Return the name of the file that holds some sheets, made when it is not there yet."""
    text = "\n".join(_as_from_anywhere(name, (root / name).read_text("utf-8")) for name in names)
    digest = hashlib.blake2b(text.encode(), digest_size=6).hexdigest()
    file = root / FOLDER / f"sheet.{digest}.css"
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        # Several processes may print the same page: each writes its own file, and the last name wins.
        written = file.with_suffix(f".{os.getpid()}")
        written.write_text(text, "utf-8")
        written.replace(file)
    return f"{FOLDER}/{file.name}"


def _as_from_anywhere(name: str, text: str) -> str:
    """Return a sheet whose addresses mean the same wherever it stands."""
    folder = f"{settings.STATIC_URL}{dirname(name)}"
    return BESIDE.sub(lambda found: f'url("{folder}/{found[2]}")', text)
