"""The way in: one form for an address, a mail with a link and a code, and out again."""

from __future__ import annotations

import secrets
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from kabar.masthead.asking import ReaderRequest
from kabar.readers import services
from kabar.readers.addresses import account_path
from kabar.readers.door import keys, knocks, passes, passkeys, sessions
from kabar.readers.models import OneTimeKey, Reader
from kabar.readers.pages import room
from kabar.readers.signing import reader_of

#: Tells the browser that asked for a mail from any other: the link works there at once, the code only there.
ASKED = "kabar_asked"
#: What somebody agrees to who opens an account; kept with the consent, word for word.
TERMS = gettext_lazy(
    "With your first sign-in you open an account. "
    "We keep your address and what you save here until you erase it."
)


class Address(forms.Form):
    """Asks for an e-mail address and nothing else."""

    email = forms.EmailField(max_length=254)
    next = forms.CharField(required=False, max_length=500)


@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: ReaderRequest) -> HttpResponse:
    """Ask for an address; who has an account and who has none gets the same answer and the same mail."""
    leads_to = own_page(request, request.POST.get("next") or request.GET.get("next", ""))
    if request.method != "POST":
        return HttpResponseRedirect(leads_to) if reader_of(request) else form(request, leads_to)
    asked = Address(request.POST)
    if not asked.is_valid():
        return form(request, leads_to, _("Please write your e-mail address, such as nama@example.id."), 422)
    email = services.normalised(asked.cleaned_data["email"])
    if knocks.must_wait(request, knocks.MAIL, f"{request.paper.key}:{email}"):
        return form(request, leads_to, _("Too many attempts. Please wait an hour and try again."), 429)
    knocks.note(request, knocks.MAIL, f"{request.paper.key}:{email}")
    browser = secrets.token_urlsafe(16)
    keys.ask(
        OneTimeKey.Kind.SIGN_IN, paper=request.paper.key, email=email, browser=browser, leads_to=leads_to
    )
    answer = HttpResponseRedirect(account_path(request.paper, "sign-in/code/"))
    answer.set_cookie(
        ASKED,
        browser,
        max_age=keys.LASTS,
        path=account_path(request.paper),
        httponly=True,
        samesite="Lax",
        secure=request.paper.address.startswith("https://"),
    )
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
def code(request: ReaderRequest) -> HttpResponse:
    """Say that a mail is on its way, and take the code from it; it works only in the browser that asked."""
    key = keys.asked_in(request.paper.key, request.COOKIES.get(ASKED, ""))
    if key is None:
        return HttpResponseRedirect(account_path(request.paper, "sign-in/"))
    if request.method != "POST":
        return _sent(request, key)
    mailbox = f"{key.paper}:{key.email}"
    if knocks.must_wait(request, knocks.CODE, mailbox):
        return _sent(request, key, _("Too many attempts. Please wait an hour and try again."), 429)
    knocks.note(request, knocks.CODE, mailbox)
    if keys.answers(key, request.POST.get("code", "")) and keys.use(key):
        return _come_in(request, key, how="code")
    if key.tries + 1 >= keys.TRIES:
        return _sent(
            request, key, _("That was wrong too often. Open the link in the mail, or ask again."), 422
        )
    return _sent(request, key, _("That is not the code in the newest mail. Please look again."), 422)


@require_http_methods(["GET", "HEAD", "POST"])
def link(request: ReaderRequest, secret: str) -> HttpResponse:
    """Sign in by a mail's link: at once in the browser that asked, after a button in any other.

    What opens links in mails to look at them has no cookie and presses no button, and uses nothing up.
    """
    key = keys.by_link(request.paper.key, secret)
    if key is None or key.kind != OneTimeKey.Kind.SIGN_IN:
        return room(request, "kabar/readers/ended.html", _("This link opens nothing any more"), status=410)
    asked_here = key.browser and keys.digest(request.COOKIES.get(ASKED, "")) == key.browser
    if request.method == "POST" or (request.method == "GET" and asked_here):
        if keys.use(key):
            return _come_in(request, key, how="link")
        return room(request, "kabar/readers/ended.html", _("This link opens nothing any more"), status=410)
    return room(request, "kabar/readers/confirm.html", _("Sign in"), {"key": key})


@require_POST
def passkey(request: ReaderRequest) -> HttpResponse:
    """Sign in by a passkey that the device keeps for this paper."""
    leads_to = own_page(request, request.POST.get("next", ""))
    given = request.POST
    reader = passkeys.who_answers(request, given.get("credential", ""), given.get("slip", ""))
    if reader is None:
        return form(request, leads_to, _("The passkey was not used. Try again, or choose another way."), 422)
    return admitted(request, reader, leads_to, how="passkey")


@require_POST
def sign_out(request: ReaderRequest) -> HttpResponse:
    """Sign this browser out."""
    return sessions.go_out(request, HttpResponseRedirect("/"))


def admitted(request: ReaderRequest, reader: Reader, leads_to: str, *, how: str) -> HttpResponse:
    """Let a reader in, and on to where they wanted to go."""
    answer = HttpResponseRedirect(leads_to or account_path(request.paper))
    sessions.come_in(request, answer, reader, how=how)
    passes.hand_over(request, answer)
    answer.delete_cookie(ASKED, path=account_path(request.paper), samesite="Lax")
    return answer


def own_page(request: ReaderRequest, target: str) -> str:
    """Return an address of this paper, or its account's page."""
    ours = target.startswith("/") and url_has_allowed_host_and_scheme(target, allowed_hosts=None)
    return target[:500] if ours and target.isprintable() else account_path(request.paper)


def _come_in(request: ReaderRequest, key: OneTimeKey, *, how: str) -> HttpResponse:
    reader = services.admit(request.paper, key.email, how=how, words=str(TERMS))
    return admitted(request, reader, key.leads_to, how=how)


def form(request: ReaderRequest, leads_to: str, wrong: str = "", status: int = 200) -> HttpResponse:
    """Show the ways in, with what was wrong with the one that was tried."""
    options, slip = passkeys.to_use(request)
    context: dict[str, Any] = {
        "providers": settings.PAPER.providers,
        "passkey": options,
        "slip": slip,
        "wrong": wrong,
        "email": request.POST.get("email", ""),
        "next": leads_to,
        "terms": TERMS,
    }
    return room(request, "kabar/readers/sign_in.html", _("Sign in"), context, status=status)


def _sent(request: ReaderRequest, key: OneTimeKey, wrong: str = "", status: int = 200) -> HttpResponse:
    again = f"{account_path(request.paper, 'sign-in/')}?{urlencode({'next': key.leads_to})}"
    context = {"wrong": wrong, "email": key.email, "again": again}
    return room(request, "kabar/readers/sent.html", _("Look into your mail"), context, status=status)
