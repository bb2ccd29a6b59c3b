"""The newsroom's lock: who tries too often waits, whether or not the account exists."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.auth import LoginForm

from kabar import clock
from kabar.staff.models import FailedSignIn

WITHIN = timedelta(minutes=10)
#: Failures of one account from one address, and of one address with any account, before it must wait.
OF_ONE_ACCOUNT = 10
OF_ONE_ADDRESS = 50


class SignInForm(LoginForm):
    """Asks for name and password; every refusal reads the same."""

    error_messages = {
        **LoginForm.error_messages,
        "invalid_login": _("That name and password do not go together. Please try again."),
        "wait": _("Too many attempts. Please wait ten minutes and try again."),
    }

    def __init__(self, request: HttpRequest | None = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(request, *args, **kwargs)
        self.fields["username"].label = _("User name")
        self.fields["password"].label = _("Password")
        self.fields["username"].widget.attrs.update(
            placeholder="", autocomplete="username", autocapitalize="none"
        )
        self.fields["password"].widget.attrs.update(placeholder="", autocomplete="current-password")

    def clean(self) -> dict[str, Any]:
        """Count failures and stop counting up when there were too many."""
        account = (self.cleaned_data.get("username") or "").strip().lower()
        address = address_of(self.request)
        if must_wait(account, address):
            raise forms.ValidationError(self.error_messages["wait"], code="wait")
        try:
            cleaned = super().clean()
        except forms.ValidationError:
            note_failure(account, address)
            raise
        forgive(account, address)
        return cleaned


def address_of(request: HttpRequest | None) -> str:
    """Return where a request comes from; the newsstand, which alone can speak to us, adds it last."""
    if request is None:
        return ""
    passed = request.headers.get("x-forwarded-for", "").rsplit(",", 1)[-1].strip()
    return (passed or request.META.get("REMOTE_ADDR") or "")[:64]


def must_wait(account: str, address: str) -> bool:
    """Tell whether there were too many failures of late."""
    recent = FailedSignIn.objects.filter(at__gte=clock.now() - WITHIN, address=address)
    return recent.filter(account=account[:150]).count() >= OF_ONE_ACCOUNT or recent.count() >= OF_ONE_ADDRESS


def note_failure(account: str, address: str) -> None:
    """Remember a failure, and forget the old ones."""
    now = clock.now()
    FailedSignIn.objects.filter(at__lt=now - WITHIN).delete()
    FailedSignIn.objects.create(account=account[:150], address=address, at=now)


def forgive(account: str, address: str) -> None:
    """Forget the failures of someone who got in."""
    FailedSignIn.objects.filter(account=account[:150], address=address).delete()
