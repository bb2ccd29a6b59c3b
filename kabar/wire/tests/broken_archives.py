"""Broken exports of other systems: each is rehearsed, or refused in one line."""

from __future__ import annotations

import random
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings

from kabar.wire.importers.lines import opened
from kabar.wire.services import Asked, ImportRefused, import_archive
from kabar.wire.tests import mutations
from kabar.wire.tests.handed_in import BLOGGER, KIND
from kabar.wire.tests.test_cms_exports import EXPORTS, TAKEN

#: Nothing may take longer than this, whatever it is.
LONGEST = mutations.LONGEST
BIGGEST = 60_000
LINES = 3


@dataclass(frozen=True, slots=True)
class Form:
    """How an export is handed in: its kind and name, and what lies beside it in its zip."""

    kind: str
    name: str
    mapping: str = ""
    beside: dict[str, bytes] = field(default_factory=dict, hash=False)

    def laid(self, data: bytes, folder: Path) -> Path:
        """Return the file in which an export with these bytes is handed in."""
        file = folder / (f"{self.kind}.zip" if self.beside else self.name)
        file.write_bytes(_zipped({**self.beside, self.name: data}) if self.beside else data)
        return file


def _zipped(members: dict[str, bytes]) -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as out:
        for name, data in members.items():
            out.writestr(name, data)
    return packed.getvalue()


_forms: list[Form] = []


def material(folder: Path) -> list[bytes]:
    """Return real exports of every kind; the first byte of each says how it is handed in."""
    _forms.clear()
    found = []
    for form, data in _whole(folder):
        if len(data) < BIGGEST:
            if form not in _forms:
                _forms.append(form)
            found.append(bytes([_forms.index(form)]) + data)
    return found


def _whole(folder: Path) -> Iterator[tuple[Form, bytes]]:
    for said in TAKEN:
        file, kind = folder / EXPORTS / said["file"], said["kind"]
        if file.is_file():
            yield Form(kind, f"ekspor{file.suffix}", said.get("map", "")), file.read_bytes()
        else:
            yield from _of_packet(kind, file)
    for file in sorted((folder / "wxr").rglob("*.xml")):
        yield Form("wxr", "ekspor.xml"), file.read_bytes()
    for archive in ("id-news-2025-dev", "id-news-indosum"):
        with opened(folder / archive / "articles.jsonl.gz") as stream:
            yield Form("stories", "arsip.jsonl"), b"".join(islice(stream, LINES))
    yield Form("blogger", "ekspor.xml"), _blog().encode()


def _of_packet(kind: str, folder: Path) -> Iterator[tuple[Form, bytes]]:
    """Yield each file of a folder as the one that will be broken, then the whole as a zip that will be."""
    members = {
        each.relative_to(folder).as_posix(): each.read_bytes()
        for each in sorted(folder.rglob("*"))
        if each.is_file()
    }
    for name in [*members][:: max(len(members) // 5, 1)]:
        yield Form(kind, name, beside=members), members[name]
    yield Form(kind, f"{kind}.zip"), _zipped(members)


def _blog() -> str:
    entry = (
        "<entry><id>tag:blogger.com,1999:blog-1.post-{n}</id>" + KIND + "<title>Panen {n}</title>"
        '<category scheme="http://www.blogger.com/atom/ns#" term="Desa"/>'
        '<content type="html">&lt;p&gt;Isi&lt;/p&gt;&lt;img src="https://a.example/{n}.jpg"&gt;</content>'
        '<link rel="alternate" href="https://a.example/2017/06/{n}.html"/><author><name>Ayu</name></author>'
        "<published>2017-06-20T11:32:00+07:00</published><app:control><app:draft>no</app:draft></app:control>"
        "<blogger:status>LIVE</blogger:status><blogger:filename>/2017/06/{n}.html</blogger:filename></entry>"
    )
    kinds = ("post", "post", "page", "comment", "settings")
    return BLOGGER + "".join(entry.format(kind, n=n) for n, kind in enumerate(kinds)) + "</feed>"


def broken(copy: bytes, real: list[bytes], chance: random.Random) -> bytearray:
    """Return an export that says something else in places, or is damaged there, and is still handed in so."""
    return bytearray(copy[:1]) + mutations.broken(copy[1:], real, chance)


def tried(real: list[bytes], count: int, seed: int) -> Counter[str]:
    """Try so many broken exports; return how many were read, refused, broke the reader, and took too long."""
    chance, done = random.Random(seed), Counter[str]()
    for _case in range(count):
        read_one(bytes(broken(chance.choice(real), real, chance)), done)
    return done


def read_one(data: bytes, done: Counter[str]) -> float:
    """Rehearse one export, count what became of it and return how many seconds it took."""
    return mutations.timed(lambda: _became(data), done)


def _became(data: bytes) -> str:
    form = _forms[data[0] % len(_forms)] if data else _forms[0]
    with TemporaryDirectory(prefix="kabar-broken-") as folder:
        file = form.laid(data[1:], Path(folder))
        try:
            import_archive(form.kind, settings.PAPER, file, asked=Asked(mapping=form.mapping, dry=True))
        except ImportRefused as reason:
            return "refused" if "\n" not in str(reason) else f"crashed: {reason!r}"[:120]
        except Exception as crash:
            return f"crashed: {type(crash).__name__}: {crash}"[:120]
    return "read"
