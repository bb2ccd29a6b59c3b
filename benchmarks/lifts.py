"""One lift of an embargo as readers see it: nothing before its hour, and when each place has it."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path

#: Seconds before the hour from which every surface is asked without a pause.
CLOSE = 0.6
PATIENCE = 30


class Reader:
    """One lasting connection, opened again when a door is closed to it."""

    def __init__(self, port: int) -> None:
        self._port, self._connection = port, HTTPConnection("127.0.0.1", port, timeout=20)

    def read(self, path: str) -> tuple[int, bytes, str]:
        """Return status, body and headers of a page; status 0 when nobody answers."""
        try:
            self._connection.request("GET", path, headers={"Host": f"localhost:{self._port}"})
            answer = self._connection.getresponse()
            return answer.status, answer.read(), str(answer.headers)
        except (OSError, HTTPException):
            self._connection.close()
            return 0, b"", ""


@dataclass
class Lift:
    """One story's hour, and what was seen of it."""

    canary: str
    path: str
    due: int
    #: The public address of one size of its picture, if it has one.
    picture: str = ""
    seen: dict[str, float] = field(default_factory=dict)
    early: list[str] = field(default_factory=list)

    def surfaces(self) -> dict[str, str]:
        """Return where it has to stand from its hour on."""
        places = {
            "story": self.path,
            "front": "/",
            "section front": "/nasional/",
            "feed": "/rss.xml",
            "search": f"/cari/?q={self.canary}",
            "news sitemap": "/sitemap-news.xml",
            "sitemap": "/sitemap-1.xml",
            "topic": f"/topik/kanari-{self.canary}/",
        }
        return {**places, "picture": self.picture} if self.picture else places

    def everywhere(self) -> list[str]:
        """Return every public address that could tell of it before its hour."""
        return [
            *self.surfaces().values(), "/nasional/rss.xml", "/sitemap.xml", "/arsip/", "/.fragment/latest",
            f"{self.path.rsplit('/', 1)[0]}/", f"/redaksi/media/original_images/kanari-{self.canary}.jpg",
        ]  # fmt: skip

    def is_told_by(self, place: str, status: int, body: bytes, headers: str) -> bool:
        """Tell whether an answer holds the story; one that says no may repeat what it was asked for."""
        needle = self.canary.encode()
        told = (body if status == 200 else body.replace(place.encode(), b"@")).lower()
        # A search marks the words it was asked for, so its answer is known by the address as well.
        words = b"kanari " + needle in told or b"kanari-" + needle in told
        return words or f"kanari {self.canary}" in headers.lower()

    def holds(self, place: str, status: int, body: bytes) -> bool:
        """Tell whether a place shows the story."""
        return status == 200 and (place == self.picture or self.is_told_by(place, status, body, ""))


def watch(lift: Lift, port: int) -> None:
    """Read from before the hour until every surface shows the story."""
    reader, places = Reader(port), lift.surfaces()
    _look_early(lift, reader, lift.everywhere())
    time.sleep(max(0.0, lift.due - CLOSE - time.time()))
    while time.time() < lift.due:
        _look_early(lift, reader, places.values())
    while len(lift.seen) < len(places) and time.time() < lift.due + PATIENCE:
        for name, place in places.items():
            if name not in lift.seen and lift.holds(place, *reader.read(place)[:2]):
                lift.seen[name] = time.time() - lift.due
        time.sleep(0.005)


def _look_early(lift: Lift, reader: Reader, places) -> None:
    """Note what tells of the story although its answer came before the hour."""
    for place in places:
        status, body, headers = reader.read(place)
        if time.time() >= lift.due:
            return
        found = status == 200 if place == lift.picture else lift.is_told_by(place, status, body, headers)
        if found:
            lift.early.append(place)


def picture_of(var: Path, number: int) -> str:
    """Return the address one of a picture's sizes will have, once it is made; nobody else can know it."""
    deadline = time.time() + 3
    while time.time() < deadline:
        made = sorted((var / "media" / "prepared" / str(number)).glob("*-card-*.jpg"))
        if made:
            return f"/media/{number}/{made[0].name}"
        time.sleep(0.05)
    return ""


def files_naming(var: Path, canary: str) -> list[str]:
    """Return the files readers or a log could show that hold a canary's bytes or name."""
    inside = {"plates", "originals", "prepared", "static"}
    found = []
    for file in var.rglob("*"):
        if not file.is_file() or "sqlite" in file.name or inside & set(file.parts):
            continue
        if canary in file.name or canary.encode() in file.read_bytes():
            found.append(str(file))
    return found


def log_lines_naming(log: Path, canary: str) -> list[str]:
    """Return the lines of the paper's log that tell of a story, but for what a reader asked."""
    asked = re.compile(rb"GET|Not Found|/cari/|q=")
    lines = [line for line in log.read_bytes().splitlines() if canary.encode() in line]
    return [line.decode(errors="replace") for line in lines if not asked.search(line)]
