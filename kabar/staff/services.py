"""Every write to the staff list and the audit record."""

from __future__ import annotations

import secrets
from typing import Any

from django.db import models, transaction

from kabar import clock
from kabar.staff import roles
from kabar.staff.models import AuditEntry, Desk, User


def record(act: str, subject: models.Model, *, by: User | None, **details: Any) -> AuditEntry:
    """Append what was done to the audit record; call it inside the transaction of the act."""
    return AuditEntry.objects.create(
        at=clock.now(),
        by=by,
        act=act,
        subject_type=subject._meta.model_name or "",
        subject_id=str(subject.pk),
        summary=str(subject)[:300],
        details=details,
    )


def welcome(
    username: str, *, role: roles.Role, desk: Desk | None = None, name: str = "", email: str = ""
) -> tuple[User, str]:
    """Give someone an account and a post; return them and the password to hand over, shown this once.

    Raise ValueError when the account exists already, or the post cannot be held.
    """
    if User.objects.filter(username=username).exists():
        raise ValueError(f"{username} has an account already")
    password = secrets.token_urlsafe(12)
    first, _, last = name.partition(" ")
    with transaction.atomic():
        user = User.objects.create_user(username, email, password, first_name=first, last_name=last)
        roles.give(user, role, desk)
        record("welcome", user, by=None, role=role.value, desk=desk.slug if desk else "")
    return user, password


def new_password(username: str) -> str:
    """Replace a forgotten password by one made here; raise User.DoesNotExist for a stranger."""
    user = User.objects.get(username=username)
    password = secrets.token_urlsafe(12)
    with transaction.atomic():
        user.set_password(password)
        user.save(update_fields=["password"])
        record("new password", user, by=None)
    return password
