"""The public form by which anybody asks for a correction or a reply."""

from __future__ import annotations

import re
import secrets
from typing import Any

from django import forms
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from kabar.corrections.addresses import ask_path, policy_path
from kabar.corrections.complaints import Letter, TooMany, receive
from kabar.corrections.models import Wish
from kabar.corrections.slips import is_ours, slip
from kabar.masthead.asking import ReaderRequest
from kabar.masthead.head import NOT_INDEXED, Head
from kabar.masthead.pages import page, printed
from kabar.staff.signin import address_of

REFERENCE = re.compile(r"[0-9a-f]{10}")
NEEDED = gettext_lazy("Please fill this in.")


class Asking(forms.Form):
    """What we need to know to answer."""

    wish = forms.ChoiceField(choices=Wish.choices, initial=Wish.CORRECTION)
    address = forms.CharField(max_length=500)
    wrong = forms.CharField(max_length=4000)
    right = forms.CharField(max_length=4000, required=False)
    name = forms.CharField(max_length=120)
    contact = forms.CharField(max_length=200)
    #: Hidden from people; what fills it in is a machine.
    website = forms.CharField(required=False)
    #: Shows that the form was asked for here, a while ago and by the same sender.
    slip = forms.CharField(required=False, max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.error_messages["required"] = NEEDED

    def letter(self) -> Letter:
        """Return what was asked."""
        beside = ("website", "slip")
        said = {name: value for name, value in self.cleaned_data.items() if name not in beside}
        return Letter(**{**said, "wish": Wish(said["wish"])})


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: ReaderRequest) -> HttpResponse:
    """Show the form, or take in what was written on it; every request is thanked the same way."""
    form = Asking(request.POST or None, initial={"address": request.GET.get("u", "")[:500]})
    if request.method != "POST" or not form.is_valid():
        return _form(request, form)
    if not is_ours(form.cleaned_data["slip"], request.paper.key, address_of(request)):
        form.add_error(None, _("Nothing was sent yet: please look it over and send it once more."))
        return _form(request, form, status=403)
    if form.cleaned_data["website"]:
        return _thank(request, secrets.token_hex(5))
    try:
        complaint = receive(request.paper, form.letter(), sender=address_of(request))
    except TooMany:
        form.add_error(None, _("Too many requests have come from you of late. Please try again in an hour."))
        return _form(request, form, status=429)
    return _thank(request, complaint.reference)


def _form(request: ReaderRequest, form: Asking, status: int = 200) -> HttpResponse:
    """Return the form with everything that was typed."""
    context = {
        "head": _head(request, _("Ask for a correction or a reply")),
        "form": form,
        "wishes": Wish.choices,
        "slip": slip(request.paper.key, address_of(request)),
        "policy": policy_path(request.paper.words),
    }
    return page(
        request,
        "kabar/corrections/ask.html",
        context,
        status=422 if form.errors and status == 200 else status,
    )


def _thank(request: ReaderRequest, reference: str) -> HttpResponse:
    return printed(HttpResponseRedirect(f"{ask_path(request.paper.words)}{reference}/"), keys=[])


@require_http_methods(["GET", "HEAD"])
def received(request: ReaderRequest, word: str, reference: str) -> HttpResponse:
    """Thank whoever asked; the page looks nothing up, so it tells strangers nothing."""
    if word != request.paper.words.corrections_ask or not REFERENCE.fullmatch(reference):
        raise Http404("no request has such a number")
    context = {"head": _head(request, _("Your request has reached us")), "reference": reference}
    return page(request, "kabar/corrections/received.html", context)


def _head(request: ReaderRequest, title: str) -> Head:
    return Head(title=title, description="", path=request.path, site=request.paper.name, robots=NOT_INDEXED)
