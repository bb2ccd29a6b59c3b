"""Where a reader buys: how to pay, the order until it is paid, its invoices, codes and seats."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kabar.masthead.asking import ReaderRequest
from kabar.masthead.pages import SAFETY, printed
from kabar.membership import codes, queries, services
from kabar.membership.gateways import open as gateways
from kabar.membership.invoices import pdf
from kabar.membership.models import OrderState, Plan, Purpose
from kabar.membership.refusals import Refused
from kabar.membership.services import seats, vouchers
from kabar.membership.services.buying import Wish, credit_of
from kabar.membership.views.room import signed_in
from kabar.membership.views.shown import of_order, qr, shown
from kabar.readers.addresses import account_path
from kabar.readers.models import Reader
from kabar.readers.pages import for_readers, room
from kabar.staff.signin import address_of


class GiftForm(forms.Form):
    """For whom a gift is, and what to say."""

    to = forms.EmailField(required=False, max_length=254)
    words = forms.CharField(required=False, max_length=200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_readers
def buy(request: ReaderRequest, slug: str, gift: bool = False) -> HttpResponse:
    """Show what it costs and how to pay, or take the order."""
    reader, plan = signed_in(request), queries.plan_called(request.paper.key, slug)
    if plan is None or (gift and not plan.giftable):
        raise Http404("this plan is not on offer")
    purpose = Purpose.GIFT if gift else _purpose(reader, plan)
    form, refusal = GiftForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        wish = Wish(
            plan, purpose, request.POST.get("way", ""),
            gift_to=form.cleaned_data["to"], gift_words=form.cleaned_data["words"],
        )  # fmt: skip
        try:
            order = services.place(reader, wish)
        except Refused as refused:
            refusal = str(refused)
        else:
            path = account_path(request.paper, f"membership/order/{order.number}/")
            return printed(HttpResponseRedirect(path), keys=[])
    return _checkout(request, reader, plan, purpose, form, refusal)


def _purpose(reader: Reader, plan: Plan) -> Purpose:
    """Return what buying a plan means for a reader who may have one."""
    standing = queries.bought(reader)
    if standing is None:
        return Purpose.START
    return Purpose.RENEW if standing.plan_id == plan.pk else Purpose.CHANGE


def _checkout(
    request: ReaderRequest, reader: Reader, plan: Plan, purpose: Purpose, form: GiftForm, refusal: str
) -> HttpResponse:
    card = shown(plan, request.paper)
    price = queries.price_of(plan)
    assert price is not None
    credit = credit_of(queries.bought(reader), price.currency) if purpose == Purpose.CHANGE else price - price
    due = price - credit
    bad = bool(refusal or form.errors)
    context = {
        "card": card,
        "purpose": purpose,
        "gift": purpose == Purpose.GIFT,
        "credit": credit.printed(request.paper.language) if credit else "",
        "due": due.printed(request.paper.language),
        "ways": gateways.ways(price.currency) if due else [],
        "costs": bool(due),
        "chosen": request.POST.get("way", ""),
        "form": form,
        "refusal": refusal or (_("That is no address of mail.") if form.errors else ""),
        "offer": f"/{request.paper.words.membership}/",
    }
    return room(
        request, "kabar/membership/buy.html", str(Purpose(purpose).label), context, status=422 if bad else 200
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_readers
def order(request: ReaderRequest, number: str) -> HttpResponse:
    """Show an order: what to do until it is paid, and its invoice once it is."""
    found = queries.order_of(signed_in(request), number)
    if found is None:
        raise Http404("no such order")
    if "state" in request.GET:
        return printed(JsonResponse({"state": found.state}), keys=[])
    refusal = ""
    if request.method == "POST":
        try:
            services.withdraw(found)
        except Refused as refused:
            refusal = str(refused)
        found.refresh_from_db()
    waiting = found.state == OrderState.WAITING
    code = found.to_do.get("qr", "") if waiting else ""
    gifts = [gift for gift in queries.gifts_of(found.reader) if gift.batch.order_id == found.pk]
    context = of_order(found, request.paper) | {
        "waiting": waiting,
        "qr": qr(code) if code else "",
        "leads": found.to_do.get("leads", "") if waiting else "",
        "shows": found.to_do.get("shows", {}) if waiting else {},
        "gift": vouchers.code_of(gifts[0]) if gifts else "",
        "zone": request.paper.zone,
        "refusal": refusal,
        "base": account_path(request.paper, "membership/"),
    }
    title = _("Order %s") % found.number
    return room(request, "kabar/membership/order.html", title, context, status=422 if refusal else 200)


@require_safe
@for_readers
def invoice(request: ReaderRequest, pk: int) -> HttpResponse:
    """Hand out an invoice."""
    found = queries.invoice_of(signed_in(request), pk) if pk < 2**63 else None
    if found is None:
        raise Http404("no such invoice")
    response = HttpResponse(pdf(found), content_type="application/pdf", headers=SAFETY)
    name = str(found).replace("/", "-")
    response.headers["Content-Disposition"] = f'inline; filename="{request.paper.key}-{name}.pdf"'
    return printed(response, keys=[])


@require_http_methods(["GET", "HEAD", "POST"])
@for_readers
def voucher(request: ReaderRequest, code: str = "") -> HttpResponse:
    """Ask for a code, or take one."""
    reader, refusal, used = signed_in(request), "", None
    written = request.POST.get("code", code)[:64]
    if request.method == "POST":
        try:
            found = vouchers.look(request.paper.key, written, sender=address_of(request))
            used = vouchers.use(found, reader)
        except Refused as refused:
            refusal = str(refused)
    context: dict[str, Any] = {
        "code": codes.printed(codes.read(written)) if written else "",
        "refusal": refusal,
        "used": used,
        "zone": request.paper.zone,
        "base": account_path(request.paper, "membership/"),
    }
    title = _("Open a voucher or a gift")
    return room(request, "kabar/membership/voucher.html", title, context, status=422 if refusal else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_readers
def seat(request: ReaderRequest, secret: str) -> HttpResponse:
    """Show whose seat is offered, and take it."""
    offered, refusal = seats.offered(secret), ""
    if offered is None or offered.membership.paper != request.paper.key:
        raise Http404("no such seat")
    if request.method == "POST":
        try:
            seats.take(offered, signed_in(request))
        except Refused as refused:
            refusal = str(refused)
        else:
            return printed(HttpResponseRedirect(account_path(request.paper, "membership/")), keys=[])
    context = {"seat": offered, "host": offered.membership.reader, "refusal": refusal}
    title = _("A seat for you")
    return room(request, "kabar/membership/seat.html", title, context, status=422 if refusal else 200)
