"""What an attribution rests on: an address, or the digest of a file or recording the newsroom keeps."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

SHA256 = re.compile(r"[0-9a-f]{64}")
LONGEST_ADDRESS = 500


class EvidenceKind(models.TextChoices):
    """What the evidence is."""

    URL = "url", _("address")
    FILE = "file", _("file")
    HOTLINE_ENTRY = "hotline_entry", _("hotline entry")
    RECORDING = "recording", _("recording")


@dataclass(frozen=True, slots=True)
class Evidence:
    """One piece of evidence; what is private never leaves the newsroom.

    Kabar keeps no copy: `ref` says where it is, and the digest proves that it is still the same.
    """

    kind: str
    ref: str
    sha256: str = ""
    obtained_at: str = ""
    private: bool = True

    @classmethod
    def read(cls, said: Any) -> Evidence:
        """Return what a form or an export says, or raise ValidationError."""
        if not isinstance(said, dict) or said.get("kind") not in EvidenceKind.values:
            raise ValidationError(_now("Evidence is an address, a file, a hotline entry or a recording."))
        made = cls(
            kind=said["kind"],
            ref=" ".join(str(said.get("ref") or "").split())[:LONGEST_ADDRESS],
            sha256=str(said.get("sha256") or "").lower(),
            obtained_at=str(said.get("obtained_at") or ""),
            private=said.get("private") is not False,
        )
        made.check()
        return made

    def check(self) -> None:
        """Refuse what could not be found again, or is no address."""
        if not self.ref:
            raise ValidationError(_now("Say where the evidence is."))
        if self.kind == EvidenceKind.URL and not self.ref.startswith(("https://", "http://")):
            raise ValidationError(_now("%(ref)s is not a web address.") % {"ref": self.ref})
        if self.sha256 and not SHA256.fullmatch(self.sha256):
            raise ValidationError(_now("A SHA-256 digest has 64 digits and letters from a to f."))
        try:
            date.fromisoformat(self.obtained_at or "2000-01-01")
        except ValueError:
            raise ValidationError(_now("%(day)s is not a day.") % {"day": self.obtained_at}) from None

    def as_data(self) -> dict[str, Any]:
        """Return it as the attribution keeps it."""
        return asdict(self)


def public(evidence: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the pieces of evidence that may leave the newsroom."""
    return [piece for piece in evidence if piece.get("private") is False]
