"""The doors to whoever else vouches for readers, and back."""

from __future__ import annotations

import logging
from dataclasses import asdict

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kabar.config import Provider
from kabar.masthead.asking import ReaderRequest
from kabar.readers import services
from kabar.readers.addresses import account_path
from kabar.readers.door.views import TERMS, admitted, form, own_page
from kabar.readers.door.vouching import Claimed, NotVouchedFor, Voyage, address_of, arrive, depart
from kabar.readers.models import Identity, Reader

logger = logging.getLogger("kabar.readers")

#: What a browser keeps while its reader is away.
COOKIE = "kabar_voyage"
SALT = "kabar.readers.voyage"
PATIENCE = 600


@require_safe
def away(request: ReaderRequest, name: str) -> HttpResponse:
    """Send a reader to an issuer."""
    provider = _provider(name)
    voyage = depart(provider, own_page(request, request.GET.get("next", "")))
    try:
        answer = HttpResponseRedirect(address_of(provider, voyage, _back(request, provider)))
    except NotVouchedFor as wrong:
        return _failed(request, voyage.leads_to, wrong)
    answer.set_cookie(
        COOKIE,
        signing.dumps(asdict(voyage), salt=SALT),
        max_age=PATIENCE,
        path=account_path(request.paper),
        httponly=True,
        samesite="Lax",
        secure=request.paper.address.startswith("https://"),
    )
    return answer


@require_safe
def back(request: ReaderRequest, name: str) -> HttpResponse:
    """Let in who comes back vouched for: whoever is known, or whose address the issuer says is theirs."""
    provider, voyage = _provider(name), _voyage(request)
    if voyage is None or voyage.provider != name:
        return _failed(request, account_path(request.paper), NotVouchedFor("nobody left from this browser"))
    try:
        claimed = arrive(provider, voyage, request.get_full_path(), _back(request, provider))
    except NotVouchedFor as wrong:
        return _done(request, _failed(request, voyage.leads_to, wrong))
    reader = _known(request, claimed)
    if reader is None:
        told = _("%(title)s does not say that the address there is yours. Please sign in by mail.")
        return _done(request, form(request, voyage.leads_to, told % {"title": provider.title or name}, 403))
    return _done(request, admitted(request, reader, voyage.leads_to, how=f"oidc:{name}"[:40]))


@transaction.atomic
def _known(request: ReaderRequest, claimed: Claimed) -> Reader | None:
    """Return whose identity this is; a new one is the reader's whose verified address it carries."""
    paper = request.paper
    same = Identity.objects.filter(paper=paper.key, issuer=claimed.issuer, subject=claimed.subject)
    identity = same.select_related("reader").first()
    if identity:
        return identity.reader
    if not claimed.email:
        return None
    reader = services.admit(paper, claimed.email, how="oidc", words=str(TERMS), name=claimed.name)
    reader.identities.create(paper=paper.key, issuer=claimed.issuer, subject=claimed.subject)
    return reader


def _provider(name: str) -> Provider:
    for provider in settings.PAPER.providers:
        if provider.name == name:
            return provider
    raise Http404(f"nobody called {name} vouches for readers")


def _voyage(request: ReaderRequest) -> Voyage | None:
    try:
        return Voyage(**signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=PATIENCE))
    except signing.BadSignature:
        return None


def _back(request: ReaderRequest, provider: Provider) -> str:
    return request.paper.address + account_path(request.paper, f"sign-in/from/{provider.name}/")


def _done(request: ReaderRequest, answer: HttpResponse) -> HttpResponse:
    """A voyage is made once."""
    answer.delete_cookie(COOKIE, path=account_path(request.paper), samesite="Lax")
    return answer


def _failed(request: ReaderRequest, leads_to: str, wrong: NotVouchedFor) -> HttpResponse:
    """The log says what was wrong; the reader is told what to do."""
    logger.warning("sign-in elsewhere: %s", wrong)
    told = _("The sign-in did not succeed there. Please try again, or choose another way.")
    return form(request, leads_to, told, 502)
