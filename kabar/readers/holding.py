"""What this department holds of a reader, as it stands in their export."""

from __future__ import annotations

from typing import Any

from kabar.readers.models import Reader
from kabar.readers.queries import sessions


def account(reader: Reader) -> dict[str, Any]:
    """Return everything but secrets: those are digests, and open nothing in a file."""
    return {
        "email": reader.email,
        "name": reader.name,
        "language": reader.language,
        "joined": reader.joined,
        "looked": reader.looked,
        "erasure_asked": reader.leaving,
        "devices": list(sessions(reader).values("device", "how", "begun", "seen", "ends")),
        "passkeys": list(reader.passkeys.values("name", "created_at", "used_at")),
        "identities": list(reader.identities.values("issuer", "subject", "at")),
        "entitlements": list(reader.entitlements.values("name", "because", "starts", "ends", "revoked")),
        "consents": list(reader.consents.values("at", "what", "given", "words", "how")),
        "saved": [
            {"path": mark.story.path, "headline": mark.story.headline, "at": mark.at}
            for mark in reader.bookmarks.select_related("story")
        ],
        "following": [
            {"kind": "topic" if row.topic_id else "author", "name": str(row), "at": row.at}
            for row in reader.follows.select_related("topic", "author")
        ],
    }
