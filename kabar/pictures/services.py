"""Every write to the picture store."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction

from kabar import clock
from kabar.crash import crash_at
from kabar.jobs.services import enqueue
from kabar.pictures import files
from kabar.pictures.darkroom import Unprintable
from kabar.pictures.models import Picture
from kabar.pictures.signals import pictures_printed, rights_changed

log = logging.getLogger(__name__)
FINER = "kabar.pictures.tasks.make_finer_sizes"
AT_ONCE = 500


def print_sizes(pictures: Iterable[Picture]) -> None:
    """Make what pictures about to be published cannot do without; the finer sizes follow in a job.

    It is work for outside a transaction. Nothing made here is public before `release`. Raise
    ValidationError naming the picture that cannot be printed.
    """
    coarse = []
    for picture in pictures:
        try:
            _develop(picture, fine=False)
        except Unprintable as reason:
            raise ValidationError(f"{picture.title}: {reason}") from None
        if not picture.fine:
            coarse.append(picture.pk)
    if coarse:
        want_finer_sizes(coarse)


def take_in(picture: Picture) -> None:
    """Keep a new picture that was looked at, usable at once; the finer sizes follow."""
    picture.save()
    look_after(picture)


def look_after(picture: Picture, *, replaced: bool = False) -> None:
    """See to it that a picture that was added or changed is printed as it now is, or not at all.

    A seal that is no longer the picture's means another file, crop or credit; the sizes are made anew.
    Those of a file that was replaced go at once, for there may have been a reason.
    """
    if picture.released != picture.may_be_shown():
        rights_changed.send_robust(sender=Picture, pictures=[picture.pk])
    if picture.seal == picture.make_seal() and picture.fine:
        return
    try:
        _develop(picture, fine=False)
    except Unprintable as reason:
        log.warning("picture %s (%s): %s", picture.pk, picture.title, reason)
        return
    want_finer_sizes([picture.pk])
    if picture.released:
        pictures_printed.send_robust(sender=Picture, pictures=[picture.pk])
    if replaced:
        files.take_down_former(picture)


def print_all_sizes(pictures: Iterable[Picture]) -> list[int]:
    """Make every size of pictures, the finer ones as well; return the numbers of those that went wrong."""
    wrong = []
    for picture in pictures:
        try:
            _develop(picture, fine=True)
        except Unprintable as reason:
            log.warning("picture %s (%s): %s", picture.pk, picture.title, reason)
            wrong.append(picture.pk)
    return wrong


def want_finer_sizes(numbers: Sequence[int]) -> None:
    """Have the finer sizes of pictures made as soon as a worker has a hand free."""
    key = f"{FINER}:{','.join(map(str, numbers))}"
    enqueue(FINER, [list(numbers)], once=key if len(key) <= 255 else None)


def make_finer_sizes(numbers: Iterable[int]) -> list[int]:
    """Make every size of pictures and tell who prints them; return the numbers of those that went wrong."""
    pictures = list(Picture.objects.filter(pk__in=numbers))
    wrong = print_all_sizes(pictures)
    shown = [picture.pk for picture in pictures if picture.released and picture.pk not in wrong]
    if shown:
        pictures_printed.send_robust(sender=Picture, pictures=shown)
    return wrong


def _develop(picture: Picture, *, fine: bool) -> None:
    """Make sizes and write down that they are made, for a picture that is still the one they were made of."""
    seal, original = picture.make_seal(), picture.original()
    sizes = [*original.needed(), *(original.finer() if fine else ())]
    files.make(picture, sizes, seal)
    crash_at("pictures:made")
    with transaction.atomic():
        row = Picture.objects.select_for_update().filter(pk=picture.pk).first()
        if row is None or row.make_seal() != seal:
            return
        row.fine = fine or (row.fine and row.seal == seal)
        row.seal = seal
        Picture.objects.filter(pk=row.pk).update(seal=row.seal, fine=row.fine)
        # Hung out while the row is held: whoever releases it waits, and then sees what is made.
        if row.released:
            files.hang(row)
    picture.seal, picture.fine, picture.released = row.seal, row.fine, row.released


def release(pictures: Iterable[Picture]) -> None:
    """Let readers see pictures, in the transaction that makes their story live.

    One whose rights have ended, or that shows somebody to be protected, stays in the building.
    """
    numbers = [picture.pk for picture in pictures]
    if not numbers:
        return
    rows = Picture.objects.select_for_update().filter(pk__in=numbers).order_by("pk")
    shown = [row for row in rows if row.may_be_shown()]
    Picture.objects.filter(pk__in=[row.pk for row in shown], released=False).update(released=True)
    for row in shown:
        files.hang(row)
    if shown:
        crash_at("pictures:hung")


def retract(pictures: Iterable[Picture]) -> None:
    """Take the public sizes of pictures away: no live story uses them any more."""
    for picture in pictures:
        Picture.objects.filter(pk=picture.pk).update(released=False)
        files.take_down(picture.pk)


def sweep() -> int:
    """Take away what hangs out without leave, and sizes of an earlier seal an hour old; return how many."""
    gone, hung = 0, list(files.hung())
    an_hour_ago = clock.now().timestamp() - 3600
    for start in range(0, len(hung), AT_ONCE):
        some = hung[start : start + AT_ONCE]
        shown = Picture.objects.filter(released=True).in_bulk(some)
        for number in some:
            if number in shown:
                gone += files.take_down_former(shown[number], hung_before=an_hour_ago)
            elif not _is_shown(number):
                files.take_down(number)
                gone += 1
    return gone


def _is_shown(number: int) -> bool:
    """Ask once more: a picture may have been released since."""
    return Picture.objects.filter(pk=number, released=True).exists()
