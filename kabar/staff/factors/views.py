"""The door itself: the password, then the second factor; and the first time, setting one up."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.forms import SetPasswordForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from wagtail.admin.views.account import LoginView

from kabar.staff import invitations
from kabar.staff.factors import codes, door, keyring, passkeys
from kabar.staff.factors.answers import Answer, judge
from kabar.staff.models import User

SECRET = "app_being_set_up"


class SignIn(LoginView):
    """Asks for name and password; whoever owes a second factor is not in yet."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Let them in, or hold them at the door."""
        user, leads_to = form.get_user(), self.get_success_url()
        if door.asks(user):
            door.hold(self.request, user, leads_to)
            return redirect("second_factor")
        door.sign_in(self.request, user)
        return redirect(leads_to)


def words_for(answer: Answer) -> str:
    """Say why the door stays shut."""
    if answer is Answer.WAIT:
        return _("Too many attempts. Please wait ten minutes and try again.")
    return _("That was not right. Please try again.")


def means(request: HttpRequest, user: User) -> dict[str, Any]:
    """Return what someone may give here and now, for the page that asks."""
    bound = user.passkeys.filter(host=passkeys.host_of(request)).exists()
    return {
        "asks": "get",
        "passkey": passkeys.ask_for(request, user) if bound else "",
        "app": hasattr(user, "code_app"),
        "recovery": user.recovery_codes.filter(used_at=None).exists(),
    }


def new_means(request: HttpRequest, user: User) -> dict[str, Any]:
    """Return what someone needs to set up a passkey or an app; the session keeps the app's secret."""
    secret = request.session.setdefault(SECRET, codes.new_secret())
    address = codes.address_for(secret, user, request.paper.name)  # type: ignore[attr-defined]
    return {
        "asks": "create",
        "passkey": passkeys.ask_for_new(request, user),
        "picture": codes.picture_of(address),
        "secret": " ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
    }


def set_up(request: HttpRequest, user: User) -> bool:
    """Keep the passkey or the app that a form sets up."""
    if request.POST.get("credential"):
        name = request.POST.get("name", "").strip() or _("Passkey")
        return keyring.add_passkey(request, user, request.POST["credential"], name)
    kept = keyring.add_app(user, request.session.get(SECRET, ""), request.POST.get("code", ""))
    if kept:
        del request.session[SECRET]
    return kept


@method_decorator([never_cache, sensitive_post_parameters()], name="dispatch")
class AtTheDoor(View):
    """A page for who gave the right password and waits; everyone else is led to the door."""

    user: User

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """See who waits."""
        waiting = door.who_waits(request)
        if waiting is None:
            return redirect("wagtailadmin_login")
        self.user = waiting
        return super().dispatch(request, *args, **kwargs)

    def leave(self, request: HttpRequest) -> str:
        """Sign in whoever waited; return where they go."""
        return door.let_in(request, self.user) or reverse("wagtailadmin_home")


class SecondFactor(AtTheDoor):
    """Asks for a second factor that was set up before."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Ask, or have one set up."""
        return self.ask(request) if door.has(self.user) else redirect("set_up_factor")

    def post(self, request: HttpRequest) -> HttpResponse:
        """Let in whoever gives the right one."""
        answer = judge(request, self.user)
        if answer is Answer.RIGHT:
            return redirect(self.leave(request))
        return self.ask(request, words_for(answer))

    def ask(self, request: HttpRequest, refusal: str = "") -> HttpResponse:
        """Show the page."""
        context = {**means(request, self.user), "refusal": refusal, "leave": reverse("wagtailadmin_login")}
        return render(request, "kabar/staff/second_factor.html", context)


class SetUpFactor(AtTheDoor):
    """Has someone set up their first second factor before they come in."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Close this way to those who have one: they give it."""
        waiting = door.who_waits(request)
        if waiting is not None and door.has(waiting):
            return redirect("second_factor")
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, refusal: str = "") -> HttpResponse:
        """Show both ways."""
        context = {**new_means(request, self.user), "refusal": refusal}
        return render(request, "kabar/staff/set_up_factor.html", context)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep it, and show the recovery codes on the way in."""
        if not set_up(request, self.user):
            return self.get(request, words_for(Answer.WRONG))
        made, leads_to = keyring.renew_recovery_codes(self.user), self.leave(request)
        return render(request, "kabar/staff/recovery_codes.html", {"codes": made, "leads_to": leads_to})


@method_decorator([never_cache, sensitive_post_parameters()], name="dispatch")
class Invited(View):
    """Where an invitation leads: its owner sets a password."""

    def get(self, request: HttpRequest, secret: str) -> HttpResponse:
        """Ask for the password."""
        return self.ask(request, lambda user: SetPasswordForm(user), secret)

    def post(self, request: HttpRequest, secret: str) -> HttpResponse:
        """Set it, and go on to the door."""
        return self.ask(request, lambda user: SetPasswordForm(user, request.POST), secret)

    def ask(self, request: HttpRequest, form_for: Any, secret: str) -> HttpResponse:
        """Show the form until it is filled in rightly; say so when the link no longer holds."""
        try:
            form = form_for(invitations.invited(secret))
            if form.is_bound and form.is_valid():
                invitations.accept(secret, form.cleaned_data["new_password1"])
                return redirect("wagtailadmin_login")
        except invitations.NoLongerHolds:
            return render(request, "kabar/staff/invitation_ended.html", status=410)
        return render(request, "kabar/staff/invited.html", {"form": form, "someone": form.user})
