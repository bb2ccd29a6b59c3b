"""Exports of many files, zipped or unpacked: nothing is written to disk, and no member is believed."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path
from typing import IO

from kabar.wire.importers import lines
from kabar.wire.reports import ImportRefused

MANY = 2_000_000
#: No post or table of posts is as long as this.
LONGEST_MEMBER = 64 * 1024 * 1024
LONGEST_TABLE = 4 * 1024 * 1024 * 1024
#: Text packs ten to one, or twenty; a hundred to one is an attack once it is big enough to hurt.
RATIO, HARMLESS = 100, 16 * 1024 * 1024
LINK = 0o120000
DAMAGED = (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, NotImplementedError, ValueError)


class Packet:
    """The files of an export by their names, with slashes, wherever they lie."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.zipped = None if file.is_dir() else _opened(file)
        self.names = sorted(self._names())

    def _names(self) -> Iterator[str]:
        if self.zipped is None:
            root = self.file.resolve()
            for each in self.file.rglob("*"):
                if each.is_file() and each.resolve().is_relative_to(root):
                    yield each.relative_to(self.file).as_posix()
            return
        for member in self.zipped.infolist():
            if not member.is_dir():
                _weigh(self.file, member)
                yield member.filename

    def seal(self) -> str:
        """Return what tells this packet from another, or from itself after a change."""
        if self.zipped is not None:
            return lines.seal(self.file)
        digest = blake2b(digest_size=32)
        for name in self.names:
            facts = (self.file / name).stat()
            digest.update(f"{name}\0{facts.st_size}\0{facts.st_mtime_ns}\0".encode())
        return digest.hexdigest()

    def open(self, name: str) -> IO[bytes]:
        """Open a file of the packet for reading."""
        try:
            return self.zipped.open(name) if self.zipped is not None else (self.file / name).open("rb")
        except DAMAGED as error:
            raise ImportRefused(f"{self.file}: {name} cannot be read: {error}") from None

    def read(self, name: str) -> bytes:
        """Return a file of the packet, which says how long it is but is not believed."""
        try:
            with self.open(name) as opened:
                data = opened.read(LONGEST_MEMBER + 1)
        except DAMAGED as error:
            raise ImportRefused(f"{self.file}: {name} cannot be read: {error}") from None
        if len(data) > LONGEST_MEMBER:
            raise ImportRefused(f"{self.file}: {name} is longer than {LONGEST_MEMBER >> 20} MB")
        return data


def _opened(file: Path) -> zipfile.ZipFile:
    try:
        zipped = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, OSError, NotImplementedError) as error:
        raise ImportRefused(f"{file}: not a zip file, or a damaged one: {error}") from None
    if len(zipped.infolist()) > MANY:
        raise ImportRefused(f"{file}: more than {MANY:,} files in it")
    return zipped


def _weigh(file: Path, member: zipfile.ZipInfo) -> None:
    """Refuse a member that names a place outside, is a link, is locked, or unpacks to too much."""
    name = member.filename
    parts = name.split("/")
    if (
        name.startswith("/")
        or "\\" in name
        or ":" in parts[0]
        or ".." in parts
        or "\0" in member.orig_filename
    ):
        raise ImportRefused(f"{file}: {name[:120]!r} names a place outside of the export")
    if (member.external_attr >> 16) & 0o170000 == LINK:
        raise ImportRefused(f"{file}: {name[:120]!r} is a link, not a file")
    if member.flag_bits & 1:
        raise ImportRefused(f"{file}: {name[:120]!r} is locked with a password")
    packed = max(member.compress_size, 1)
    if member.file_size > HARMLESS and member.file_size / packed > RATIO:
        raise ImportRefused(
            f"{file}: {name[:120]!r} unpacks {member.file_size // packed:,} to one: exports do not"
        )
    if member.file_size > LONGEST_TABLE:
        raise ImportRefused(f"{file}: {name[:120]!r} is longer than {LONGEST_TABLE >> 30} GB")
