"""The form of an account: who someone is, and the role they hold at each desk."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.users.forms import UserCreationForm, UserEditForm

from kabar.staff import sessions
from kabar.staff.models import Desk, User
from kabar.staff.permissions import posts_of
from kabar.staff.queries import all_desks
from kabar.staff.roles import MEANINGS, Role, give, take
from kabar.staff.services import record

#: A role that is held at every desk or not at all.
TOP = Role.ADMINISTRATOR


class HasPosts(forms.Form):
    """The part of the form of an account that says what its owner may do."""

    instance: User
    role = forms.ChoiceField(
        label=_("Role at every desk"), choices=(), widget=forms.RadioSelect, required=False
    )
    field_order = (
        "first_name",
        "last_name",
        "username",
        "email",
        "password1",
        "password2",
        "is_active",
        "role",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("is_superuser", "groups"):
            self.fields.pop(name, None)
        self.desks = list(all_desks())
        held = {post.desk: post.role for post in posts_of(self.instance)} if self.instance.pk else {}
        roles = cast(forms.ChoiceField, self.fields["role"])
        roles.choices = [("", _("Only at the desks chosen below"))] if self.desks else []
        roles.choices += [(role.value, f"{role.label}: {MEANINGS[role]}") for role in Role]
        roles.initial = held.get(None, "" if held else Role.WRITER)
        roles.required = not self.desks
        for desk in self.desks:
            self.fields[f"desk_{desk.pk}"] = forms.ChoiceField(
                label=desk.name,
                required=False,
                initial=held.get(desk.pk, ""),
                choices=[("", "–"), *((role.value, role.label) for role in Role if role is not TOP)],
            )

    def posts(self) -> dict[Desk | None, str]:
        """Return the role chosen for each desk, and for every desk; empty where none is held."""
        chosen: dict[Desk | None, str] = {None: self.cleaned_data.get("role", "")}
        for desk in self.desks:
            chosen[desk] = self.cleaned_data.get(f"desk_{desk.pk}", "")
        return chosen


class NewAccount(HasPosts, UserCreationForm):
    """Someone new in the newsroom."""


class Account(HasPosts, UserEditForm):
    """Someone in the newsroom; nobody changes their own role."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "is_active" not in self.fields:
            for name in ("role", *(f"desk_{desk.pk}" for desk in self.desks)):
                del self.fields[name]


class KeepsPosts:
    """Gives the posts chosen on the form, and puts the change on record."""

    @transaction.atomic
    def save_instance(self) -> User:
        """Keep the account."""
        user = super().save_instance()  # type: ignore[misc]
        form, by = self.form, self.request.user  # type: ignore[attr-defined]
        posts = form.posts() if "role" in form.fields else {}
        for desk, role in posts.items():
            if role:
                give(user, Role(role), desk)
            else:
                take(user, desk)
        if not user.is_active or (posts and not any(posts.values())):
            sessions.end(user)
        record(
            "account", user, by=by, posts={desk.slug if desk else "*": role for desk, role in posts.items()}
        )
        return user
