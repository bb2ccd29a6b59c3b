"""The rooms of the account in which a reader changes something."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kabar.masthead.asking import ReaderRequest
from kabar.readers import bookmarks, moving, services
from kabar.readers.addresses import account_path
from kabar.readers.door import knocks, notices, passkeys, sessions
from kabar.readers.models import Reader
from kabar.readers.pages import for_readers, room
from kabar.readers.queries import entitlements
from kabar.readers.queries import sessions as sessions_of
from kabar.readers.signing import reader_of, session_of
from kabar.staff.models import Author
from kabar.topics.models import Topic

Act = Callable[[ReaderRequest, Reader], HttpResponse]


def acting(show: Act, acts: dict[str, Act]) -> Callable[..., HttpResponse]:
    """Return the view of a room: it shows it, or does the one thing that a form's `act` names."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @for_readers
    def view(request: ReaderRequest) -> HttpResponse:
        reader = reader_of(request)
        assert reader is not None
        if request.method != "POST":
            return show(request, reader)
        act = acts.get(request.POST.get("act", ""))
        if act is None:
            raise Http404("no such act")
        return act(request, reader)

    return view


def _back(request: ReaderRequest, rest: str = "") -> HttpResponse:
    return HttpResponseRedirect(account_path(request.paper, rest))


# --- who one is ---------------------------------------------------------------------------------------------


def _home(request: ReaderRequest, reader: Reader, **more: Any) -> HttpResponse:
    status = 422 if more.get("wrong") else 200
    context = {"languages": settings.LANGUAGES, "entitlements": sorted(entitlements(reader)), **more}
    return room(request, "kabar/readers/home.html", _("Your account"), context, status=status)


def _name(request: ReaderRequest, reader: Reader) -> HttpResponse:
    services.describe(reader, name=request.POST.get("name", ""), language=request.POST.get("language", ""))
    return _back(request)


def _address(request: ReaderRequest, reader: Reader) -> HttpResponse:
    email = services.normalised(request.POST.get("email", ""))
    try:
        validate_email(email)
    except ValidationError:
        return _home(request, reader, wrong=_("Please write your e-mail address, such as nama@example.id."))
    if knocks.must_wait(request, knocks.MAIL, f"{reader.paper}:{email}"):
        return _home(request, reader, wrong=_("Too many attempts. Please wait an hour and try again."))
    knocks.note(request, knocks.MAIL, f"{reader.paper}:{email}")
    moving.ask(reader, email)
    return _home(request, reader, asked=email)


home = acting(_home, {"describe": _name, "address": _address})


# --- what one keeps -----------------------------------------------------------------------------------------


def _saved(request: ReaderRequest, reader: Reader) -> HttpResponse:
    context = {"marks": bookmarks.of(reader)}
    return room(request, "kabar/readers/saved.html", _("Saved stories"), context)


def _drop(request: ReaderRequest, reader: Reader) -> HttpResponse:
    bookmarks.drop(reader, [request.POST.get("path", "")])
    return _back(request, "saved/")


saved = acting(_saved, {"drop": _drop})


def _following(request: ReaderRequest, reader: Reader) -> HttpResponse:
    words = request.paper.words
    things = [
        {
            "name": str(thing),
            "kind": (kind := "topic" if isinstance(thing, Topic) else "author"),
            "slug": thing.slug,
            "url": f"/{getattr(words, kind)}/{thing.slug}/",
            "stories": stories,
        }
        for thing, stories in bookmarks.followed(reader)
    ]
    context = {"things": things, "since": bookmarks.unread_since(reader)}
    bookmarks.look(reader)
    return room(request, "kabar/readers/following.html", _("What you follow"), context)


following = acting(_following, {})


@require_http_methods(["GET", "HEAD", "POST"])
@for_readers
def follow(request: ReaderRequest, kind: str, slug: str) -> HttpResponse:
    """Ask whether a topic or an author is to be followed, or followed no more; and do it."""
    reader, thing = reader_of(request), _thing(request, kind, slug)
    assert reader is not None
    if request.method == "POST":
        act = bookmarks.unfollow if request.POST.get("act") == "unfollow" else bookmarks.follow
        act(reader, thing)
        return _back(request, "following/")
    context = {"thing": thing, "follows": bookmarks.follows(reader, thing)}
    return room(request, "kabar/readers/follow.html", str(thing), context)


def _thing(request: ReaderRequest, kind: str, slug: str) -> Topic | Author:
    if kind == "topic":
        return get_object_or_404(Topic, paper=request.paper.key, slug=slug)
    if kind == "author":
        return get_object_or_404(Author, slug=slug)
    raise Http404(f"{kind} cannot be followed")


# --- where one is signed in ---------------------------------------------------------------------------------


def _devices(request: ReaderRequest, reader: Reader, **more: Any) -> HttpResponse:
    here = session_of(request)
    options, slip = passkeys.to_make(request, reader)
    context = {
        "sessions": sessions_of(reader),
        "here": here.pk if here else 0,
        "keys": reader.passkeys.order_by("created_at"),
        "passkey": options,
        "slip": slip,
        **more,
    }
    status = 422 if more.get("wrong") else 200
    return room(request, "kabar/readers/devices.html", _("Devices and passkeys"), context, status=status)


def _end(request: ReaderRequest, reader: Reader) -> HttpResponse:
    here, which = session_of(request), request.POST.get("session", "")
    if which.isdecimal() and int(which) < 2**63:
        sessions.end(reader, int(which))
    elif which == "others" and here:
        sessions.end(reader, but=here.pk)
    return _back(request, "devices/")


def _add_key(request: ReaderRequest, reader: Reader) -> HttpResponse:
    given = request.POST
    name = given.get("name", "").strip() or str(_("Passkey"))
    if passkeys.keep(request, reader, given.get("credential", ""), given.get("slip", ""), name) is None:
        return _devices(request, reader, wrong=_("No passkey was made. Please try again."))
    notices.tell(reader, notices.PASSKEY)
    return _back(request, "devices/")


def _remove_key(request: ReaderRequest, reader: Reader) -> HttpResponse:
    which = request.POST.get("key", "")
    if which.isdecimal() and int(which) < 2**63:
        reader.passkeys.filter(pk=int(which)).delete()
    return _back(request, "devices/")


devices = acting(_devices, {"end": _end, "add-key": _add_key, "remove-key": _remove_key})
