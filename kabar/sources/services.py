"""Every write to the source book."""

from __future__ import annotations

import re
from base64 import b64decode
from collections import Counter
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from kabar import clock
from kabar.sources.models import Distributor, EditorKey, Kind, SealedIdentity, Source, SourceWord
from kabar.sources.seals import MOST_PARTS, in_house
from kabar.staff.models import User
from kabar.staff.recorded import enter
from kabar.staff.services import record


def begin(label: str, *, by: User | None, kind: str = Kind.PERSON, unnamed: bool = False) -> Source:
    """Return the source of a label and kind, entered in the book when it is not there yet."""
    wanted = " ".join(label.split())[:160]
    if not wanted:
        raise ValidationError(_("A source needs a name, or words for what it is."))
    if kind not in Kind.values:
        raise ValidationError(_("No kind of source is called “%(kind)s”.") % {"kind": kind})
    with transaction.atomic():
        there = Source.objects.filter(
            kind=kind, public_label__iexact=wanted, unnamed=unnamed, merged_into=None
        ).first()
        if there:
            return there
        source = Source.objects.create(kind=kind, public_label=wanted, unnamed=unnamed)
        record("begin", source, by=by)
    return source


def merge(source: Source, into: Source, *, by: User | None) -> None:
    """Let one source stand for another from now on; what named the other leads to it."""
    if source.pk == into.pk or into.merged_into_id or source.merged_into_id:
        raise ValidationError(_("Choose a source of its own, which was not merged itself."))
    if source.unnamed != into.unnamed:
        raise ValidationError(_("A named and an unnamed source stay apart: merging would name one of them."))
    with transaction.atomic():
        changed = Source.objects.filter(pk=source.pk, merged_into=None).update(merged_into=into)
        if not changed:
            raise ValidationError(_("This source has been merged already."))
        Source.objects.filter(merged_into=source.pk).update(merged_into=into)
        Source.objects.filter(member_of=source.pk).update(member_of=into)
        Distributor.objects.filter(source=source.pk).update(source=into)
        SourceWord.objects.filter(source=source.pk).delete()
        _take_over(source, into)
        enter("merge", into, by)
        enter("merged", source, by)


def _take_over(source: Source, into: Source) -> None:
    """The one that stays is found by the other's names as well, and fills its gaps from it."""
    into.refresh_from_db()
    names = [name.strip() for name in into.other_names.split(",") if name.strip()]
    more = [source.public_label, *(name.strip() for name in source.other_names.split(","))]
    names += [name for name in more if name and name not in names and name != into.public_label]
    into.other_names = ", ".join(names)[:300]
    for field in ("role", "country", "url", "same_as", "interest"):
        setattr(into, field, getattr(into, field) or getattr(source, field))
    into.member_of = into.member_of or (source.member_of if source.member_of_id != into.pk else None)
    into.uses += source.uses
    into.save()


#: An X25519 recipient of age, and a message to some of them.
RECIPIENT = re.compile(r"age1[02-9ac-hj-np-z]{58}")
MESSAGE = re.compile(
    r"-----BEGIN AGE ENCRYPTED FILE-----\n([A-Za-z0-9+/=\n]+)-----END AGE ENCRYPTED FILE-----\n?"
)
SEALED_TO_A_KEY = b"age-encryption.org/v1\n-> X25519 "
DIGEST, SALT = re.compile(r"[0-9a-f]{64}"), re.compile(r"[0-9a-f]{32,64}")
LONGEST_MESSAGE = 20_000


def register_key(user: User, recipient: str) -> EditorKey:
    """Keep the public half of an editor's key; what was sealed to an older one stays sealed to that."""
    if not RECIPIENT.fullmatch(recipient):
        raise ValidationError(_("That is no public key."))
    with transaction.atomic():
        key, _made = EditorKey.objects.update_or_create(
            user=user, defaults={"recipient": recipient, "made_at": clock.now()}
        )
        record("register key", key, by=user, recipient=recipient)
    return key


def seal(
    source: Source,
    *,
    by: User,
    ciphertext: str,
    salt: str,
    whole: str,
    parts: list[str],
    readers: list[int],
) -> SealedIdentity:
    """Keep who an unnamed source is, as a browser sealed it; an earlier seal is replaced.

    `whole` and `parts` are the browser's digests of the folded name; they are keyed once more here.
    """
    if not source.unnamed:
        raise ValidationError(_("Only the identity of an unnamed source is sealed."))
    _check_seal(ciphertext, salt, [whole, *parts])
    keys = list(EditorKey.objects.filter(pk__in=[pk for pk in readers if isinstance(pk, int)]))
    if not keys or len(keys) != len(set(readers)):
        raise ValidationError(_("Choose editors who have a key."))
    with transaction.atomic():
        sealed, _made = SealedIdentity.objects.update_or_create(
            source=source,
            defaults={
                "ciphertext": ciphertext,
                "salt": salt,
                "whole": in_house(whole),
                "parts": sorted({in_house(part) for part in parts}),
                "by": by,
                "at": clock.now(),
            },
        )
        sealed.readable_by.set(keys)
        record("seal", source, by=by, readers=sorted(key.user_id for key in keys))
    return sealed


def _check_seal(ciphertext: str, salt: str, digests: list[str]) -> None:
    well_made = (
        isinstance(ciphertext, str)
        and len(ciphertext) <= LONGEST_MESSAGE
        and _is_sealed(ciphertext)
        and SALT.fullmatch(str(salt))
        and 2 <= len(digests) <= MOST_PARTS + 1
        and all(DIGEST.fullmatch(str(digest)) for digest in digests)
    )
    if not well_made:
        raise ValidationError(_("This was not sealed by Kabar's page; nothing was kept."))


def _is_sealed(ciphertext: str) -> bool:
    """Tell an age message from words that only look like one."""
    message = MESSAGE.fullmatch(ciphertext)
    try:
        return message is not None and b64decode(message[1]).startswith(SEALED_TO_A_KEY)
    except ValueError:
        return False


def count_uses(sources: Iterable[int]) -> None:
    """Remember that sources were used once more; those used most are offered first."""
    for times, numbers in _by_times(sources).items():
        Source.objects.filter(pk__in=numbers).update(uses=F("uses") + times)


def _by_times(sources: Iterable[int]) -> dict[int, list[int]]:
    together: dict[int, list[int]] = {}
    for number, times in sorted(Counter(sources).items()):
        together.setdefault(times, []).append(number)
    return together
