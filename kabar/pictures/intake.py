"""What is asked of a file at the door: it is judged by its content, whatever its name says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path, PurePosixPath
from tempfile import NamedTemporaryFile
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from kabar import clock
from kabar.pictures import darkroom

ENDINGS = {"JPEG": ".jpg", "PNG": ".png", "WEBP": ".webp", "GIF": ".gif", "AVIF": ".avif"}
ACCEPTED = "image/jpeg,image/png,image/webp,image/avif,image/gif"
#: Fields that a file can fill in by itself.
FILLED = (
    "title", "caption", "description", "credit", "rights", "owner", "terms", "place", "people", "ai_use",
)  # fmt: skip


class SentPicture(forms.FileField):
    """A picture sent to us; its cleaned value carries what was `seen` of it."""

    widget = forms.FileInput(attrs={"accept": ACCEPTED})

    def to_python(self, data: Any) -> Any:
        """Look at the file in the darkroom, and call it by what it is."""
        sent = super().to_python(data)
        if isinstance(sent, UploadedFile):
            sent.seen = look_at(sent)  # type: ignore[attr-defined]
            sent.name = named_by_content(sent.name or "", sent.seen.format)  # type: ignore[attr-defined]
        return sent


def look_at(sent: UploadedFile) -> darkroom.Seen:
    """Return what is seen of a file; raise ValidationError in one line when it is not taken."""
    most = settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE
    if sent.size is not None and sent.size > most:
        raise ValidationError(
            _("This file has %(size)s; pictures may have %(most)s. Make it smaller and send it again.")
            % {"size": filesizeformat(sent.size), "most": filesizeformat(most)}
        )
    try:
        with _on_disk(sent) as file:
            return darkroom.look(file)
    except darkroom.Unprintable as reason:
        raise ValidationError(str(reason)) from None


@contextmanager
def _on_disk(sent: UploadedFile) -> Iterator[Path]:
    """Give the sent file a name on the disk for the child to open."""
    if hasattr(sent, "temporary_file_path"):
        yield Path(sent.temporary_file_path())
        return
    with NamedTemporaryFile(prefix="kabar-") as kept:
        sent.seek(0)
        for chunk in sent.chunks():
            kept.write(chunk)
        kept.flush()
        sent.seek(0)
        yield Path(kept.name)


def named_by_content(name: str, form: str) -> str:
    """Return a file's name with the ending of what it is."""
    return f"{PurePosixPath(name).stem[:80] or 'foto'}{ENDINGS[form]}"


def fill_in(said: dict[str, Any], facts: Mapping[str, Any], limits: Mapping[str, int | None]) -> None:
    """Fill what was left empty from what the file says of itself."""
    for name in FILLED:
        if not said.get(name) and facts.get(name):
            said[name] = facts[name][: limits.get(name)]
    if not said.get("taken_at") and facts.get("taken_at"):
        said["taken_at"] = _instant(facts["taken_at"])


def _instant(text: str) -> datetime:
    """Return when a picture was taken; a camera that says no zone is taken to keep the paper's."""
    instant = datetime.fromisoformat(text)
    return instant if instant.tzinfo else instant.replace(tzinfo=clock.zone(settings.PAPER.zone))
