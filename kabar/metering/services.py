"""Every write to meters and gifts."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from kabar import clock
from kabar.metering import queries
from kabar.metering.models import Gift, MeteredRead
from kabar.readers.models import Reader
from kabar.readers.queries import MEMBERS_ONLY, entitled
from kabar.stories.models import Story


@transaction.atomic
def count_read(reader: Reader, story: Story, month: str, most: int) -> tuple[int, bool]:
    """Count a story unless the month is full; return how many were read, and whether it is one of them."""
    Reader.objects.select_for_update().get(pk=reader.pk)
    read = set(MeteredRead.objects.filter(reader=reader, month=month).values_list("story", flat=True))
    if story.pk in read:
        return len(read), True
    if len(read) >= most:
        return len(read), False
    MeteredRead.objects.create(reader=reader, story=story, month=month)
    return len(read) + 1, True


@transaction.atomic
def give(reader: Reader, story: Story) -> Gift:
    """Give a story away; one whose gift still runs is not given twice. Only members give, so many a month."""
    if not entitled(reader, MEMBERS_ONLY):
        raise PermissionDenied
    Reader.objects.select_for_update().get(pk=reader.pk)
    standing = Gift.objects.filter(reader=reader, story=story, revoked=None, ends__gt=clock.now()).first()
    if standing:
        return standing
    rules = settings.PAPER.for_key(reader.paper).metering
    if queries.given_this_month(reader) >= rules.gifts_a_month:
        raise ValidationError(
            _("You have given %(number)d stories this month; next month you can give more.")
            % {"number": rules.gifts_a_month}
        )
    ends = clock.now() + timedelta(days=rules.gift_days)
    return Gift.objects.create(reader=reader, story=story, ends=ends)


def take_back(reader: Reader, pk: int) -> bool:
    """Let a reader's gift open nothing from now on; tell whether it still did."""
    running = Gift.objects.filter(pk=pk, reader=reader, revoked=None)
    return bool(running.update(revoked=clock.now()))
