"""Vouchers are made in batches, used once each, and guessed by nobody; a gift is a batch of one."""

from __future__ import annotations

import hmac
from datetime import datetime, timedelta
from hashlib import sha256

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from kabar import clock
from kabar.membership import codes
from kabar.membership.lengths import after
from kabar.membership.models import Membership, Order, Plan, Unit, Voucher, VoucherBatch, VoucherTry
from kabar.membership.refusals import Refused, TooMany
from kabar.membership.services.holding import end, entitle
from kabar.readers.models import Reader
from kabar.staff.models import User
from kabar.staff.permissions import must
from kabar.staff.rights import ADMINISTER
from kabar.staff.services import record

MOST = 5_000
#: Wrong codes of one sender, and of everybody, within an hour.
WITHIN, OF_ONE, OF_ALL = timedelta(hours=1), 10, 2_000
GIFT_GOOD_FOR = 2


@transaction.atomic
def make(paper: str, plan: Plan, *, name: str, count: int, good_until: datetime, by: User) -> VoucherBatch:
    """Make a batch of codes."""
    must(by, ADMINISTER)
    if not 1 <= count <= MOST:
        raise Refused(_("Make between 1 and %(most)s at once.") % {"most": MOST})
    if good_until <= clock.now():
        raise Refused(_("They must be good for a while."))
    batch = VoucherBatch.objects.create(
        paper=paper, plan=plan, name=name.strip()[:80] or plan.name, count=count, good_until=good_until, by=by
    )
    _write(batch)
    record("vouchers", batch, by=by, count=count, plan=plan.slug)
    return batch


def make_gift(order: Order) -> VoucherBatch:
    """Make the code of a gift that is paid."""
    zone = settings.PAPER.for_key(order.paper).zone
    batch = VoucherBatch.objects.create(
        paper=order.paper, plan=order.plan, name=order.what, count=1, order=order,
        good_until=after(clock.now(), GIFT_GOOD_FOR, Unit.YEAR, zone),
    )  # fmt: skip
    _write(batch)
    return batch


def _write(batch: VoucherBatch) -> None:
    Voucher.objects.bulk_create(
        Voucher(batch=batch, place=place, digest=codes.digest(codes.of_voucher(batch.pk, place)))
        for place in range(1, batch.count + 1)
    )


def codes_of(batch: VoucherBatch, *, by: User) -> list[str]:
    """Return the codes of a batch that nobody has used, for printing."""
    must(by, ADMINISTER)
    record("print-vouchers", batch, by=by)
    unused = batch.vouchers.filter(used_at=None)
    return [codes.printed(codes.of_voucher(batch.pk, voucher.place)) for voucher in unused]


def code_of(voucher: Voucher) -> str:
    """Return the code of a gift, for whoever bought it."""
    return codes.printed(codes.of_voucher(voucher.batch_id, voucher.place))


@transaction.atomic
def withdraw_batch(batch: VoucherBatch, *, by: User) -> None:
    """Have the unused codes of a batch be none."""
    must(by, ADMINISTER)
    VoucherBatch.objects.filter(pk=batch.pk).update(withdrawn=True)
    record("withdraw-vouchers", batch, by=by)


def look(paper: str, written: str, *, sender: str) -> Voucher:
    """Return the voucher of a code that can be used; raise Refused, and TooMany for who guesses."""
    mark = hmac.new(settings.SECRET_KEY.encode(), f"voucher {sender}".encode(), sha256).hexdigest()
    tries = VoucherTry.objects.filter(at__gte=clock.now() - WITHIN)
    if tries.filter(sender=mark).count() >= OF_ONE or tries.count() >= OF_ALL:
        raise TooMany(_("Too many codes were tried of late. Please try again in an hour."))
    found = Voucher.objects.filter(digest=codes.digest(codes.read(written)), batch__paper=paper)
    voucher = found.select_related("batch__plan").first()
    if voucher is None:
        VoucherTry.objects.create(sender=mark)
        raise Refused(_("There is no such code. Look at it again: it has twelve letters and digits."))
    if voucher.used_at is not None:
        raise Refused(_("This code has been used."))
    if voucher.batch.withdrawn or voucher.batch.good_until <= clock.now():
        raise Refused(_("This code is no longer good."))
    return voucher


def use(voucher: Voucher, reader: Reader) -> Membership:
    """Turn a code into a membership; of two who use it at once one is told that it is used."""
    now, plan = clock.now(), voucher.batch.plan
    zone = settings.PAPER.for_key(reader.paper).zone
    with transaction.atomic():
        if not Voucher.objects.filter(pk=voucher.pk, used_at=None).update(used_at=now, used_by=reader):
            raise Refused(_("This code has been used."))
        # What runs already is not lost: the time of the voucher begins when it ends.
        running = Membership.objects.filter(reader=reader, state="running", plan=plan, until__gt=now)
        standing = running.select_for_update().first()
        if standing and standing.until:
            standing.until = after(standing.until, plan.length, plan.unit, zone)
            standing.save(update_fields=["until"])
        else:
            until = after(now, plan.length, plan.unit, zone)
            standing = Membership.objects.create(
                paper=reader.paper,
                reader=reader,
                plan=plan,
                until=until,
                given=True,
                reason=voucher.batch.name,
            )
        Voucher.objects.filter(pk=voucher.pk).update(membership=standing)
        record("use-voucher", standing, by=None, batch=voucher.batch_id)
        entitle(standing)
    voucher.refresh_from_db()
    return standing


def take_back_gift(order: Order) -> None:
    """Have a gift that was refunded be none, whether or not somebody opened it."""
    batch = VoucherBatch.objects.filter(order=order).first()
    if batch is None:
        return
    VoucherBatch.objects.filter(pk=batch.pk).update(withdrawn=True)
    for voucher in batch.vouchers.exclude(membership=None).select_related("membership__plan"):
        if voucher.membership and voucher.membership.is_open and voucher.membership.given:
            end(voucher.membership, why="gift refunded")


def give_gift_again(order: Order) -> None:
    """Have the code of a gift be good once more, whether or not somebody had opened it."""
    VoucherBatch.objects.filter(order=order).update(withdrawn=False)
    Voucher.objects.filter(batch__order=order).update(used_at=None, used_by=None, membership=None)


def forget_tries() -> int:
    """Forget who tried what an hour ago."""
    return VoucherTry.objects.filter(at__lt=clock.now() - WITHIN).delete()[0]
