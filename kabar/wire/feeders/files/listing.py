"""What lies in a folder of an FTP server: by MLSD where the server knows it, else as it lists for people."""

from __future__ import annotations

import ftplib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

#: A server that does not know a command says one of these.
UNKNOWN = ("500", "501", "502", "503", "504")
#: As Unix lists: rights, links, owner, group, size, day and hour or year, name.
UNIX = re.compile(
    r"(?P<kind>[-dlbcps])[-rwxsStTl]{9}[.+@]?\s+\d+\s+(?:\S+\s+){1,2}?(?P<size>\d+)\s+"
    r"(?P<when>\w{3}\s+\d{1,2}\s+(?:\d{1,2}:\d\d|\d{4})|\d{4}-\d\d-\d\d \d\d:\d\d) (?P<name>.+)"
)
#: As Windows lists: day, hour, size or <DIR>, name.
DOS = re.compile(
    r"(?P<when>\d\d-\d\d-\d{2,4}\s+\d\d:\d\d(?:AM|PM)?)\s+(?P<size>\d+|<DIR>)\s+(?P<name>.+)", re.I
)
#: Of so many files each is asked about, when a server lists them in a way nobody can read.
MOST_ASKED = 500


@dataclass(frozen=True, slots=True, order=True)
class Lying:
    """A file of the folder, its size, and when it was changed, in the server's own words."""

    name: str
    size: str = ""
    modified: str = ""

    @property
    def mark(self) -> str:
        """Return what tells this file from a later one of its name."""
        return f"{self.name} {self.size} {self.modified}"


def files_of(server: ftplib.FTP) -> list[Lying]:
    """Return the files of the folder a server stands in, in the order of their names."""
    for facts in (["type", "size", "modify"], []):
        try:
            found = list(server.mlsd(facts=facts))
        except ftplib.error_perm as error:
            if not str(error).startswith(UNKNOWN):
                raise
        else:
            rows = [(name, said) for name, said in found if said.get("type", "").lower() == "file"]
            return sorted(Lying(name, said.get("size", ""), said.get("modify", "")) for name, said in rows)
    return sorted(_as_people_read(server))


def names_of(server: ftplib.FTP) -> list[str]:
    """Return every name of the folder; some servers say of an empty one that there is none."""
    try:
        return [PurePosixPath(name).name for name in server.nlst()]
    except ftplib.error_perm as error:
        if str(error).startswith("550"):
            return []
        raise


def _as_people_read(server: ftplib.FTP) -> Iterator[Lying]:
    """Yield what a listing for people names; one that cannot be read is asked for file by file."""
    lines: list[str] = []
    try:
        server.retrlines("LIST", lines.append)
    except ftplib.error_perm as error:
        if not str(error).startswith((*UNKNOWN, "550")):
            raise
    said = [line for line in lines if line.strip() and not re.match(r"total\s+\d+", line, re.I)]
    rows = [UNIX.fullmatch(line) or DOS.fullmatch(line) for line in said]
    if not said or not all(rows):
        yield from _asked_one_by_one(server)
        return
    for row in filter(None, rows):
        kind = row.groupdict().get("kind", "-")
        if kind == "-" and row["size"].isdigit():
            yield Lying(row["name"], row["size"], " ".join(row["when"].split()))


def _asked_one_by_one(server: ftplib.FTP) -> Iterator[Lying]:
    """Yield the names that have a size: a folder has none."""
    server.voidcmd("TYPE I")
    for name in names_of(server)[:MOST_ASKED]:
        if size := _answer(server, f"SIZE {name}"):
            yield Lying(name, size, _answer(server, f"MDTM {name}"))


def _answer(server: ftplib.FTP, command: str) -> str:
    """Return what a server says to a command after its number, or nothing when it will not."""
    try:
        return server.sendcmd(command)[4:].strip()
    except ftplib.error_perm:
        return ""
