"""Signed slips that a public form carries instead of a cookie: good for a while, and for one sender."""

from __future__ import annotations

from datetime import timedelta

from django.core import signing

SALT = "kabar.corrections.slips"
#: How long somebody may take to write; whoever takes longer is asked to send once more, and loses nothing.
GOOD_FOR = timedelta(hours=12)


def slip(paper: str, sender: str) -> str:
    """Return a slip for a form that a paper shows to a sender; it does not say who that is."""
    return signing.TimestampSigner(salt=_salt(paper, sender)).sign("")


def is_ours(said: str, paper: str, sender: str) -> bool:
    """Tell whether a slip was given to this sender by this paper, and not too long ago."""
    try:
        signing.TimestampSigner(salt=_salt(paper, sender)).unsign(said, max_age=GOOD_FOR)
    except signing.BadSignature:
        return False
    return True


def _salt(paper: str, sender: str) -> str:
    """The sender is in the signature and not in the slip: another site's slip is of another sender."""
    return f"{SALT}:{paper}:{sender}"
