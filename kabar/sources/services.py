"""Every write to the source book."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from kabar.sources.models import Distributor, Kind, Source, SourceWord
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


def count_uses(sources: Iterable[int]) -> None:
    """Remember that sources were used once more; those used most are offered first."""
    for times, numbers in _by_times(sources).items():
        Source.objects.filter(pk__in=numbers).update(uses=F("uses") + times)


def _by_times(sources: Iterable[int]) -> dict[int, list[int]]:
    together: dict[int, list[int]] = {}
    for number, times in sorted(Counter(sources).items()):
        together.setdefault(times, []).append(number)
    return together
