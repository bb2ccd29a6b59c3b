"""Behind the door: someone's own keys and sessions, and the question before a grave act."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache
from wagtail.admin import messages

from kabar.staff import invitations, sessions, stepup
from kabar.staff.factors import door, keyring
from kabar.staff.factors.answers import Answer, judge
from kabar.staff.factors.views import means, new_means, set_up, words_for
from kabar.staff.models import User
from kabar.staff.permissions import must
from kabar.staff.rights import ADMINISTER


@method_decorator(never_cache, name="dispatch")
class StepUp(View):
    """Asks for the second factor again, and leads back to what it was asked for."""

    def get(self, request: HttpRequest, refusal: str = "") -> HttpResponse:
        """Ask."""
        user: Any = request.user
        context = {**means(request, user), "refusal": refusal}
        return render(request, "kabar/staff/step_up.html", {**context, "leave": reverse("wagtailadmin_home")})

    def post(self, request: HttpRequest) -> HttpResponse:
        """Go back with a fresh factor."""
        user: Any = request.user
        answer = judge(request, user)
        if answer is not Answer.RIGHT:
            return self.get(request, words_for(answer))
        door.note_given(request)
        request.session.cycle_key()
        return redirect(inside(request, request.GET.get("next", "")))


def inside(request: HttpRequest, address: str) -> str:
    """Return an address of this host, or the newsroom's start."""
    safe = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if safe else reverse("wagtailadmin_home")


@method_decorator(never_cache, name="dispatch")
class OwnKeys(View):
    """What someone opens the door with, and where they are signed in."""

    def get(self, request: HttpRequest, refusal: str = "") -> HttpResponse:
        """Show it; what is needed to add a key only to those who gave one just now."""
        return self.show(request, refusal=refusal)

    def show(self, request: HttpRequest, **more: Any) -> HttpResponse:
        """Show the page with its forms."""
        user: Any = request.user
        fresh = stepup.is_fresh(request)
        context = {
            "fresh": fresh,
            "keys": user.passkeys.order_by("created_at"),
            "app": hasattr(user, "code_app"),
            "left": user.recovery_codes.filter(used_at=None).count(),
            "sessions": sessions.of(user),
            "here": request.session.session_key,
            **(new_means(request, user) if fresh else {}),
            **more,
        }
        return render(request, "kabar/staff/own_keys.html", context)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Do one thing with a key or a session."""
        act = getattr(self, f"do_{request.POST.get('act', '')}", None)
        if act is None:
            raise Http404
        if not stepup.is_fresh(request) and request.POST["act"] != "end":
            return stepup.ask(request)
        try:
            return act(request, request.user)
        except keyring.LastFactor:
            messages.error(
                request, _("Your role asks for a second factor: add another before removing this one.")
            )
            return redirect("own_keys")

    def do_add(self, request: HttpRequest, user: User) -> HttpResponse:
        """Add a passkey or an app; the first brings recovery codes."""
        if not set_up(request, user):
            return self.show(request, refusal=words_for(Answer.WRONG))
        door.note_given(request)
        if user.recovery_codes.exists():
            messages.success(request, _("The new key opens the door from now on."))
            return redirect("own_keys")
        return self.do_codes(request, user)

    def do_codes(self, request: HttpRequest, user: User) -> HttpResponse:
        """Replace the recovery codes."""
        context = {"codes": keyring.renew_recovery_codes(user), "leads_to": reverse("own_keys")}
        return render(request, "kabar/staff/recovery_codes.html", context)

    def do_remove(self, request: HttpRequest, user: User) -> HttpResponse:
        """Remove a passkey, or the app."""
        key = request.POST.get("key", "")
        if key == "app":
            keyring.remove_app(user)
        elif key.isdecimal():
            keyring.remove_passkey(user, int(key))
        return redirect("own_keys")

    def do_end(self, request: HttpRequest, user: User) -> HttpResponse:
        """End one of the other sessions, or all of them."""
        keyring.end_sessions(
            user, by=user, key=request.POST.get("session", ""), but=request.session.session_key
        )
        return redirect("own_keys")


@method_decorator(never_cache, name="dispatch")
class Person(View):
    """What an administrator does for someone: an invitation, new factors, an end to their sessions."""

    person: User

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Ask whether they may; a superuser's account is a superuser's business."""
        must(request.user, ADMINISTER)
        self.person = get_object_or_404(User, pk=kwargs["pk"])
        if self.person.is_superuser and not getattr(request.user, "is_superuser", False):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, pk: int, **more: Any) -> HttpResponse:
        """Show what they have, never what it is."""
        context = {
            "person": self.person,
            "keys": self.person.passkeys.count(),
            "app": hasattr(self.person, "code_app"),
            "left": self.person.recovery_codes.filter(used_at=None).count(),
            "sessions": sessions.of(self.person),
            **more,
        }
        return render(request, "kabar/staff/person.html", context)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Do one of three things."""
        if not stepup.is_fresh(request):
            return stepup.ask(request)
        by: Any = request.user
        match request.POST.get("act"):
            case "invite":
                secret = invitations.invite(self.person, by=by)
                link = request.build_absolute_uri(reverse("invited", args=[secret]))
                return self.get(request, pk, link=link)
            case "reset":
                keyring.reset(self.person, by=by)
                messages.success(
                    request, _("%s sets up a new second factor at the next sign-in.") % self.person
                )
            case "end":
                keyring.end_sessions(self.person, by=by)
                messages.success(request, _("%s is signed out everywhere.") % self.person)
        return redirect("person", pk=pk)
