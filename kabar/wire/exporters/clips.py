"""The clips of a paper as cards, their files beside them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kabar.video.models import Clip
from kabar.wire.exporters import folder as files
from kabar.wire.records import CLIP_FIELDS, CLIP_FILES, MEDIA, PICTURE_INSTANTS
from kabar.wire.reports import Tally


def clip_cards(folder: Path, tally: Tally) -> Iterator[dict[str, Any]]:
    """Yield the card of each clip, and copy its files."""
    for clip in Clip.objects.order_by("pk").iterator():
        yield {
            "number": clip.pk,
            "poster": clip.poster_id,
            **{field: getattr(clip, field) for field in CLIP_FIELDS},
            **{field: _iso(getattr(clip, field)) for field in PICTURE_INSTANTS},
            **{field: _copied(clip, getattr(clip, field), folder, tally) for field in CLIP_FILES},
        }


def _iso(instant: Any) -> str | None:
    return instant.isoformat() if instant else None


def _copied(clip: Clip, kept: Any, folder: Path, tally: Tally) -> str:
    if not kept:
        return ""
    name = f"video-{clip.pk}/{Path(kept.name).name}"
    try:
        with kept.storage.open(kept.name) as opened:
            files.copy_once(opened, kept.size, folder / MEDIA / name)
    except OSError as error:
        tally.problem(f"{kept.name}: the clip cannot be read: {error.strerror}")
    return name
