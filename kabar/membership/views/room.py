"""The member's page: what I have, until when, what I paid, and everything that can be done about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from kabar.masthead.asking import ReaderRequest
from kabar.masthead.pages import printed
from kabar.membership import queries, services
from kabar.membership.models import Kind, Membership, Unit, Voucher
from kabar.membership.refusals import Refused
from kabar.membership.services import institutions, seats
from kabar.membership.services.vouchers import code_of
from kabar.membership.views.shown import of_order, shown
from kabar.readers.addresses import account_path
from kabar.readers.models import Reader
from kabar.readers.pages import for_readers
from kabar.readers.pages import room as account_room
from kabar.readers.signing import reader_of
from kabar.staff.signin import address_of


@require_http_methods(["GET", "HEAD", "POST"])
@for_readers
def room(request: ReaderRequest) -> HttpResponse:
    """Show the room, or do one thing in it and show it again."""
    reader = signed_in(request)
    refusal = ""
    if request.method == "POST":
        act = ACTS.get(request.POST.get("act", ""))
        try:
            if act is None:
                raise Refused(_("That is not possible here."))
            act.do(request, reader)
        except Refused as refused:
            refusal = str(refused)
        else:
            return printed(HttpResponseRedirect(f"{request.path}?done={request.POST['act']}"), keys=[])
    done = ACTS.get(request.GET.get("done", ""))
    context = _held(request, reader) | {"refusal": refusal, "said": done.said if done and not refusal else ""}
    title = _("Membership")
    return account_room(request, "kabar/membership/room.html", title, context, status=422 if refusal else 200)


def signed_in(request: ReaderRequest) -> Reader:
    """Return who is signed in; `for_readers` has seen to it that somebody is."""
    reader = reader_of(request)
    if reader is None:
        raise Http404
    return reader


def _held(request: ReaderRequest, reader: Reader) -> dict[str, Any]:
    paper = request.paper
    membership = queries.bought(reader)
    plans = queries.on_offer(paper.key)
    mine = membership.plan if membership else None
    return {
        "membership": membership,
        "reads_until": queries.reads_until(membership) if membership else None,
        "zone": paper.zone,
        "can_pause": bool(membership and membership.until and membership.plan.unit != Unit.DAY),
        "renew": next((shown(plan, paper) for plan in plans if mine and plan.pk == mine.pk), None),
        "others": [
            shown(plan, paper) for plan in plans if not plan.once and (mine is None or plan.pk != mine.pk)
        ],
        "given": [one for one in queries.held(reader).filter(given=True) if one.is_open],
        "seat": queries.seat_of(reader),
        "seats": queries.seats_of(membership) if membership and mine and mine.kind == Kind.FAMILY else None,
        "seats_left": _seats_left(membership),
        "institution": institutions.by_address(paper.key, address_of(request)),
        "admissions": reader.admissions.select_related("institution"),
        "gifts": [_gift(voucher, request) for voucher in queries.gifts_of(reader)],
        "orders": [of_order(order, paper) for order in queries.orders_of(reader)[:50]],
        "offer": f"/{paper.words.membership}/",
        "base": account_path(paper, "membership/"),
    }


def _seats_left(membership: Membership | None) -> int:
    if membership is None:
        return 0
    return membership.plan.seats - 1 - len(queries.seats_of(membership))


def _gift(voucher: Voucher, request: ReaderRequest) -> dict[str, Any]:
    code = code_of(voucher)
    path = account_path(request.paper, f"membership/voucher/{code}/")
    return {"voucher": voucher, "code": code, "link": request.paper.address + path}


def _mine(reader: Reader) -> Membership:
    membership = queries.bought(reader)
    if membership is None:
        raise Refused(_("There is no running membership to renew or change."))
    return membership


def _cancel(_request: ReaderRequest, reader: Reader) -> None:
    services.cancel(_mine(reader))


def _take_up(_request: ReaderRequest, reader: Reader) -> None:
    services.take_up_again(_mine(reader))


def _pause(_request: ReaderRequest, reader: Reader) -> None:
    services.pause(_mine(reader))


def _resume(_request: ReaderRequest, reader: Reader) -> None:
    services.resume(_mine(reader))


def _invite(request: ReaderRequest, reader: Reader) -> None:
    seats.invite(_mine(reader), request.POST.get("email", "")[:254])


def _free(request: ReaderRequest, reader: Reader) -> None:
    number = request.POST.get("seat", "")
    wanted = int(number) if number.isascii() and number.isdigit() and len(number) < 18 else 0
    own = queries.seat_of(reader)
    if own is not None and own.pk == wanted:
        seats.free(own)
        return
    for each in queries.seats_of(_mine(reader)):
        if each.pk == wanted:
            seats.free(each)
            return
    raise Refused(_("There is no such seat."))


def _let_in(request: ReaderRequest, reader: Reader) -> None:
    institution = institutions.by_address(request.paper.key, address_of(request))
    if institution is None:
        raise Refused(_("You are not in the network of an institution that reads with us."))
    institutions.let_in(institution, reader)


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that can be done in the room, and what is said when it is."""

    do: Callable[[ReaderRequest, Reader], None]
    said: Promise


ACTS = {
    "cancel": Act(_cancel, gettext_lazy("It is not renewed. You keep reading to the end you paid for.")),
    "take-up": Act(_take_up, gettext_lazy("Good to have you: your membership goes on.")),
    "pause": Act(_pause, gettext_lazy("Your membership is paused; what is left of it waits for you.")),
    "resume": Act(_resume, gettext_lazy("Welcome back: your membership runs again.")),
    "invite": Act(_invite, gettext_lazy("The invitation is on its way.")),
    "free": Act(_free, gettext_lazy("The seat is free.")),
    "let-in": Act(_let_in, gettext_lazy("You read by your institution from now on.")),
}
