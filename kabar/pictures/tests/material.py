"""Real photographs of the shared material: the IPTC's reference picture, turned ones, one with a position."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def shared(*names: str) -> Path:
    """Return a file of the shared material; fail with a clear message when it is missing."""
    folder = Path(os.environ.get("KABAR_SHARED", ROOT.parent / "shared"))
    file = folder.joinpath("data", *names)
    if not file.exists():
        raise AssertionError(f"{file} is missing: set KABAR_SHARED to the folder of shared test material")
    return file


REFERENCE = shared("images-metadata", "superdesk-core", "IPTC-PhotometadataRef-Std2017.1.jpg")
AGENCY = shared("images-metadata", "superdesk-core", "cp.jpg")
PHONE = shared("images-metadata", "superdesk-core", "iphone_gpsinfo_exif.JPG")


def turned(name: str) -> Path:
    """Return one of the pictures that lie on their side or stand on their head."""
    return shared("images-metadata", "exif-orientation-examples", f"{name}.jpg")
