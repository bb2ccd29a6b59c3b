"""Addresses of membership: the offer for everybody, the room of a member, and the door of the gateways."""

from kabar.masthead.doors import doors
from kabar.membership.views import counter, knocks, offer, room


def gift(request, slug):  # type: ignore[no-untyped-def]
    """Buy for somebody else."""
    return counter.buy(request, slug, gift=True)


urlpatterns = [
    *doors("membership", "", offer.offer, name="membership-offer"),
    *doors("account", "membership/", room.room, name="membership-room"),
    *doors("account", "membership/buy/<slug:slug>/", counter.buy, name="membership-buy"),
    *doors("account", "membership/buy/<slug:slug>/gift/", gift, name="membership-gift"),
    *doors("account", "membership/order/<slug:number>/", counter.order, name="membership-order"),
    *doors("account", "membership/invoice/<int:pk>/", counter.invoice, name="membership-invoice"),
    *doors("account", "membership/voucher/", counter.voucher, name="membership-voucher"),
    *doors("account", "membership/voucher/<slug:code>/", counter.voucher, name="membership-code"),
    *doors("account", "membership/seat/<slug:secret>/", counter.seat, name="membership-seat"),
    *doors("account", "paid/<slug:kind>/", knocks.notified, name="membership-notified"),
]
