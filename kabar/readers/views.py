"""What a reader does rarely: confirm an address, take their data along, go, and think better of it."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kabar.masthead.asking import ReaderRequest
from kabar.readers import exports, leaving, moving
from kabar.readers.account import acting
from kabar.readers.addresses import account_path
from kabar.readers.door import keys
from kabar.readers.models import Reader
from kabar.readers.moving import Outcome
from kabar.readers.pages import room


@require_http_methods(["GET", "HEAD", "POST"])
def address(request: ReaderRequest, secret: str) -> HttpResponse:
    """Ask a mailbox whether it agrees to a change of address; the link alone changes nothing."""
    key = keys.by_link(request.paper.key, secret)
    if key is None or key.kind not in moving.KINDS:
        return _answered(request, Outcome.ENDED)
    if request.method == "POST":
        return _answered(request, moving.confirm(key))
    return room(request, "kabar/readers/confirm_address.html", _("Change of address"), {"key": key})


def _answered(request: ReaderRequest, outcome: Outcome) -> HttpResponse:
    if outcome is Outcome.ENDED:
        return room(request, "kabar/readers/ended.html", _("This link opens nothing any more"), status=410)
    status = 409 if outcome is Outcome.TAKEN else 200
    context = {"outcome": outcome.value}
    return room(request, "kabar/readers/moved.html", _("Change of address"), context, status=status)


def _data(request: ReaderRequest, reader: Reader, **more: Any) -> HttpResponse:
    context = {"consents": reader.consents.all(), "erased_at": leaving.erased_at(reader), **more}
    status = 422 if more.get("wrong") else 200
    return room(request, "kabar/readers/data.html", _("Your data"), context, status=status)


def _export(request: ReaderRequest, reader: Reader) -> HttpResponse:
    answer = JsonResponse(exports.everything(reader), json_dumps_params={"indent": 2, "ensure_ascii": False})
    answer.headers["Content-Disposition"] = f'attachment; filename="{request.paper.key}-{reader.pk}.json"'
    return answer


def _leave(request: ReaderRequest, reader: Reader) -> HttpResponse:
    if request.POST.get("sure") != "yes":
        return _data(
            request, reader, wrong=_("Please mark that you are sure; what is erased does not come back.")
        )
    leaving.ask(reader)
    return HttpResponseRedirect(account_path(request.paper, "data/"))


def _stay(request: ReaderRequest, reader: Reader) -> HttpResponse:
    leaving.stay(reader)
    return HttpResponseRedirect(account_path(request.paper, "data/"))


data = acting(_data, {"export": _export, "leave": _leave, "stay": _stay})
