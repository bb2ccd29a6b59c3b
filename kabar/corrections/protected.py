"""The list of names that may not be printed: it recognises a name in a text, and cannot be read."""

from __future__ import annotations

import hashlib
import hmac
import re
import unicodedata
from collections.abc import Iterable, Iterator

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from kabar import clock
from kabar.corrections.models import ProtectedName
from kabar.staff.models import User
from kabar.staff.services import record
from kabar.stories.permissions import policy

WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
#: The longest name looked for, in words; a single given name would be found in every other story.
LONGEST, SHORTEST = 6, 2
AT_ONCE = 500


def protect(names: Iterable[str], case: str, *, by: User) -> int:
    """Keep names, each in every spelling given, from being printed unseen; return how many are new.

    Raise PermissionDenied, and ValidationError naming the first that cannot be recognised in a text.
    """
    if not policy.user_has_permission(by, "correct"):
        raise PermissionDenied
    keys = {key for name in names if (key := _key_of(name))}
    if not keys or not case.strip():
        raise ValidationError(_("Give at least one full name, and the case by which the newsroom knows it."))
    with transaction.atomic():
        known = set(
            ProtectedName.objects.filter(digest__in=map(_digest, keys)).values_list("digest", flat=True)
        )
        new = [key for key in keys if _digest(key) not in known]
        ProtectedName.objects.bulk_create(
            ProtectedName(
                digest=_digest(key),
                words=key.count(" ") + 1,
                case=case.strip(),
                added_at=clock.now(),
                added_by=by,
            )
            for key in new
        )
        if new:
            record("protect-names", by, by=by, case=case.strip(), names=len(new))
    return len(new)


def lift(case: str, *, by: User) -> int:
    """Forget the names of a case; return how many there were."""
    if not policy.user_has_permission(by, "correct"):
        raise PermissionDenied
    with transaction.atomic():
        count, _models = ProtectedName.objects.filter(case=case).delete()
        if count:
            record("lift-protection", by, by=by, case=case, names=count)
    return count


def found_in(texts: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return the case of each text, by its place, in which a protected name stands."""
    lengths = set(ProtectedName.objects.order_by().values_list("words", flat=True).distinct())
    if not lengths:
        return {}
    places: dict[str, str] = {}
    for place, text in texts:
        for key in _runs(text, lengths):
            places.setdefault(_digest(key), place)
    return {places[digest]: case for digest, case in _known(list(places))}


def _known(digests: list[str]) -> Iterator[tuple[str, str]]:
    for start in range(0, len(digests), AT_ONCE):
        some = digests[start : start + AT_ONCE]
        yield from ProtectedName.objects.filter(digest__in=some).values_list("digest", "case")


def _key_of(name: str) -> str:
    words = _words(name)
    if words and not SHORTEST <= len(words) <= LONGEST:
        raise ValidationError(
            _("“%(name)s”: a name of two to six words can be recognised, no other.") % {"name": name.strip()}
        )
    return " ".join(words)


def _words(text: str) -> list[str]:
    """Return the words of a text without case, accents and marks, so that spellings meet."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return [word.casefold().replace("’", "'") for word in WORD.findall(plain)]


def _runs(text: str, lengths: Iterable[int]) -> Iterator[str]:
    words = _words(text)
    for length in lengths:
        for start in range(len(words) - length + 1):
            yield " ".join(words[start : start + length])


def _digest(key: str) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), f"protected:{key}".encode(), hashlib.sha256).hexdigest()
