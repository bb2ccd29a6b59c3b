"""The room of the account in which a member gives stories away and takes them back."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from kabar.masthead.asking import ReaderRequest
from kabar.metering import queries, services
from kabar.readers import offers
from kabar.readers.account import acting
from kabar.readers.addresses import account_path
from kabar.readers.models import Reader
from kabar.readers.pages import room
from kabar.readers.queries import MEMBERS_ONLY, entitled
from kabar.stories.models import Story


def _show(request: ReaderRequest, reader: Reader, **more: Any) -> HttpResponse:
    given = [
        {"gift": gift, "runs": queries.runs(gift), "url": request.paper.address + queries.link_of(gift)}
        for gift in queries.gifts_of(reader)
    ]
    context = {
        "given": given,
        "member": entitled(reader, MEMBERS_ONLY),
        "giving": _story(request, request.GET.get("story", "")),
        "left": max(0, request.paper.metering.gifts_a_month - queries.given_this_month(reader)),
        "days": request.paper.metering.gift_days,
        "offer": offers.address(request.paper),
        **more,
    }
    status = 422 if more.get("wrong") else 200
    return room(request, "kabar/metering/gifts.html", _("Stories given"), context, status=status)


def _give(request: ReaderRequest, reader: Reader) -> HttpResponse:
    story = _story(request, request.POST.get("story", ""))
    if story is None:
        raise Http404("no such story can be given")
    try:
        services.give(reader, story)
    except PermissionDenied:
        return _show(request, reader, wrong=_("Only members can give stories."))
    except ValidationError as full:
        return _show(request, reader, wrong=full.messages[0])
    return HttpResponseRedirect(account_path(request.paper, "gifts/"))


def _take_back(request: ReaderRequest, reader: Reader) -> HttpResponse:
    which = request.POST.get("gift", "")
    if which.isdecimal() and int(which) < 2**63:
        services.take_back(reader, int(which))
    return HttpResponseRedirect(account_path(request.paper, "gifts/"))


def _story(request: ReaderRequest, said: str) -> Story | None:
    known = said.isdecimal() and int(said) < 2**63
    return queries.closed_story(request.paper.key, int(said)) if known else None


gifts = acting(_show, {"give": _give, "take-back": _take_back})
