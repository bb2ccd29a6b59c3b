"""Notices that the paper looks different from what hangs on the rack: another version, theme or setting."""

from __future__ import annotations

from dataclasses import fields
from hashlib import blake2b
from pathlib import Path

from django.conf import settings
from django.db import transaction

from kabar import __version__
from kabar.config import Paper
from kabar.editions.models import Edition
from kabar.editions.services import open_edition
from kabar.masthead.press_keys import face
from kabar.press.works import works

#: Settings that no page shows.
NOT_PRINTED = frozenset({"secret_key", "database", "newsstand", "newsroom", "mail", "folder", "sisters"})


def print_anew_if_changed() -> bool:
    """Before a paper starts: make everything stale if it was printed with another face."""
    mark = _mark_file()
    print_of_now = _fingerprint()
    if mark.exists() and mark.read_text() == print_of_now:
        return False
    print_anew()
    return True


def print_anew() -> None:
    """Make every page stale, on every host, and remember the face it will be printed with."""
    # Before the edition, which would have every front that still hangs printed for nothing.
    works().rack.clear()
    with transaction.atomic():
        open_edition(Edition.Kind.MASTHEAD, [face(paper.key) for paper in settings.PAPER.papers])
    _mark_file().write_text(_fingerprint())


def _mark_file() -> Path:
    settings.PAPER.plates.mkdir(parents=True, exist_ok=True)
    return settings.PAPER.plates / "face"


def _fingerprint() -> str:
    manifest = settings.PAPER.static / "staticfiles.json"
    styles = manifest.read_text() if manifest.exists() else ""
    shown = [_shown(paper) for paper in settings.PAPER.papers]
    return blake2b(f"{__version__}{shown}{styles}".encode(), digest_size=16).hexdigest()


def _shown(paper: Paper) -> list[tuple[str, str]]:
    names = [entry.name for entry in fields(paper) if entry.name not in NOT_PRINTED]
    return [*((name, repr(getattr(paper, name))) for name in names), ("lite", repr(paper.newsstand.lite))]
