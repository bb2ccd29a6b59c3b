"""A damaged export is taken in, or refused in one line; it never breaks the import."""

from __future__ import annotations

import random
import zipfile
from pathlib import Path

import pytest
from django.conf import settings

from kabar.wire.services import Asked, ImportRefused, import_archive
from kabar.wire.tests.material import shared
from kabar.wire.tests.test_cms_exports import TAKEN

pytestmark = [pytest.mark.django_db, pytest.mark.once]
CASES = 400
PIECES = (
    b"\x00", b"\xff\xfe", b"{", b"}", b"[", b"]", b"null", b'"', b"<", b"</", b"<![CDATA[", b"]]>", b"&",
    b"-1", b"9" * 30, b"\xed\xa0\x80", b"\\ud800", b"\\u0000", b"<table><tr>", b"[gallery ids=", b"http://[::1",
    b"9999-99-99T00:00:00Z", b"\n", b"{}", b'{"a":[]}',
)  # fmt: skip


def whole(said: dict[str, str], folder: Path) -> Path:
    """Return an export as one file."""
    file = shared("cms-exports", said["file"])
    if file.is_file():
        return file
    packed = folder / f"{said['kind']}.zip"
    with zipfile.ZipFile(packed, "w") as out:
        for each in file.rglob("*"):
            if each.is_file():
                out.writestr(each.relative_to(file).as_posix(), each.read_bytes())
    return packed


def damaged(data: bytes, chance: random.Random) -> bytes:
    """Return a file with one to eight wounds."""
    bytes_ = bytearray(data)
    for _wound in range(chance.choice((1, 1, 2, 4, 8))):
        at = chance.randrange(len(bytes_) or 1)
        kind = chance.randrange(4)
        if kind == 0 and bytes_:
            bytes_[at] = chance.randrange(256)
        elif kind == 1:
            del bytes_[at : at + chance.choice((1, 10, 100))]
        elif kind == 2:
            bytes_[at:at] = chance.choice(PIECES)
        else:
            bytes_[at:at] = bytes_[: chance.randrange(60)]
    return bytes(bytes_)


def test_a_damaged_export_is_taken_in_or_refused_in_one_line(tmp_path: Path) -> None:
    chance = random.Random(2026)
    exports = [(said, whole(said, tmp_path)) for said in TAKEN]
    refused = 0
    for _case in range(CASES):
        said, file = chance.choice(exports)
        wounded = tmp_path / f"rusak{file.suffix}"
        wounded.write_bytes(damaged(file.read_bytes(), chance))
        asked = Asked(mapping=said.get("map", ""), dry=True)
        try:
            import_archive(said["kind"], settings.PAPER, wounded, asked=asked)
        except ImportRefused as reason:
            refused += 1
            assert "\n" not in str(reason)
    assert 0 < refused < CASES
