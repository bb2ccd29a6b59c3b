"""The seats of a household: offered by mail, taken by whoever opens the letter, given up and freed."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from kabar.jobs.services import enqueue
from kabar.membership import codes, queries
from kabar.membership.models import Membership, Seat, SeatState
from kabar.membership.refusals import Conflict, Refused
from kabar.membership.services.holding import SEND, entitle, give_exactly
from kabar.readers.models import Reader
from kabar.staff.services import record


@transaction.atomic
def invite(membership: Membership, email: str) -> Seat:
    """Offer a seat to an address; the letter with the link is the invitation."""
    locked = Membership.objects.select_for_update().select_related("plan").get(pk=membership.pk)
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError:
        raise Refused(_("That is no address of mail.")) from None
    standing = queries.seats_of(locked)
    if not locked.is_open or len(standing) + 1 >= locked.plan.seats:
        raise Refused(_("All seats are given out."))
    if address == locked.reader.email or address in {seat.email for seat in standing}:
        raise Refused(_("That address has a seat already."))
    secret = codes.secret()
    seat = Seat.objects.create(membership=locked, email=address, digest=codes.digest(secret))
    record("offer-seat", locked, by=None, seat=seat.pk)
    enqueue(SEND, ["seat", seat.pk, secret])
    return seat


def offered(secret: str) -> Seat | None:
    """Return the seat that a link offers, as long as it is free."""
    seats = Seat.objects.select_related("membership__plan", "membership__reader")
    seat = seats.filter(digest=codes.digest(secret), state=SeatState.INVITED).first()
    return seat if seat and seat.membership.is_open else None


def take(seat: Seat, reader: Reader) -> None:
    """Sit down."""
    if seat.membership.reader_id == reader.pk:
        raise Refused(_("This membership is yours; the seat is for somebody else."))
    if queries.seat_of(reader):
        raise Refused(_("You have a seat already. Give it up first."))
    try:
        with transaction.atomic():
            free = Seat.objects.filter(pk=seat.pk, state=SeatState.INVITED)
            if not free.update(state=SeatState.TAKEN, reader=reader):
                raise Conflict(_("The seat is taken."))
            record("take-seat", seat.membership, by=None, seat=seat.pk)
            entitle(seat.membership)
    except IntegrityError:
        raise Conflict(_("You have a seat already. Give it up first.")) from None
    seat.refresh_from_db()


@transaction.atomic
def free(seat: Seat) -> None:
    """Give a seat up, or take the invitation back; nobody reads by it from now on."""
    reader = seat.reader
    changed = Seat.objects.filter(pk=seat.pk).exclude(state=SeatState.FREED).update(state=SeatState.FREED)
    if not changed:
        raise Conflict(_("The seat is free already."))
    record("free-seat", seat.membership, by=None, seat=seat.pk)
    if reader is not None:
        give_exactly(reader, [], until=None, because=seat.because)
