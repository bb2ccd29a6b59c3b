"""Takes pictures off the pages when the right to show them ends, and puts them back when it returns."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from kabar.editions.models import Edition
from kabar.pictures import queries
from kabar.pictures.models import Picture
from kabar.pictures.services import print_all_sizes, release, retract
from kabar.staff.services import record
from kabar.stories.models import PrintedPicture
from kabar.stories.reprinting import reprint, reprint_clips
from kabar.video import queries as clip_queries
from kabar.video import services as video
from kabar.video.models import Clip


def end_rights() -> int:
    """Take off every page what may not be shown any more, by the clock; return how many pictures."""
    ended = queries.to_take_off()
    for picture in ended:
        take_off(picture, "picture rights ended")
    clips = clip_queries.to_take_off()
    for clip in clips:
        take_off_clip(clip)
    return len(ended) + len(clips)


def follow(numbers: Collection[int]) -> None:
    """Take off or put back pictures whose rights, or whose protection, somebody changed."""
    for picture in Picture.objects.filter(pk__in=numbers):
        if picture.released and not picture.may_be_shown():
            take_off(picture, "picture taken off")
        elif not picture.released and picture.may_be_shown():
            put_back(picture)


def take_off(picture: Picture, act: str) -> Edition | None:
    """Take a picture from readers and print the pages without it; what it illustrated stays."""
    with transaction.atomic():
        if not Picture.objects.filter(pk=picture.pk, released=True).update(released=False):
            return None
        until = picture.rights_until.isoformat() if picture.rights_until else ""
        record(act, picture, by=None, rights_until=until, protects=picture.protects)
        edition = reprint([picture.pk])
    retract([picture])
    return edition


def take_off_clip(clip: Clip) -> None:
    """Take a clip from readers and print the pages without it."""
    with transaction.atomic():
        if Clip.objects.filter(pk=clip.pk, released=True).update(released=False):
            record("clip rights ended", clip, by=None)
            reprint_clips([clip.pk])
    video.take_down(clip.pk)


def put_back(picture: Picture) -> Edition | None:
    """Show a picture again that live stories print."""
    if not PrintedPicture.objects.filter(picture=picture, story__live=True).exists():
        return None
    print_all_sizes([picture])
    with transaction.atomic():
        release([picture])
        record("picture put back", picture, by=None)
        return reprint([picture.pk])
