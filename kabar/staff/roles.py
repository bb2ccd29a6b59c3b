"""The six roles: what they mean, who holds which, and how a post is given and taken."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kabar.staff import groups
from kabar.staff.groups import establish
from kabar.staff.models import Desk, Post, Role, User
from kabar.staff.permissions import forget, posts_of

__all__ = ["MEANINGS", "Role", "establish", "give", "role_of", "take"]

MEANINGS = {
    Role.OBSERVER: _("Reads what the desk writes. Changes nothing."),
    Role.WRITER: _("Writes, and changes the stories they wrote or are named on. Sends nothing to press."),
    Role.SUBEDITOR: _("Writes, changes and reviews every story of the desk. Sends nothing to press."),
    Role.EDITOR: _("Assigns, sends to press, schedules, corrects, withdraws and spikes at the desk."),
    Role.CHIEF: _("Everything an editor may do; also kills, alerts, exports, and approves unnamed sources."),
    Role.ADMINISTRATOR: _(
        "Everything, at every desk; also the staff, the desks, the sections and the record."
    ),
}


@transaction.atomic
def give(user: User, role: Role, desk: Desk | None = None) -> None:
    """Give someone a role at a desk, or at every desk; it replaces the one they had there."""
    if role is Role.ADMINISTRATOR and desk is not None:
        raise ValueError("an administrator is one at every desk; leave the desk out")
    Post.objects.update_or_create(user=user, desk=desk, defaults={"role": role})
    _follow(user)


@transaction.atomic
def take(user: User, desk: Desk | None = None) -> None:
    """Take from someone the role they hold at a desk, or the one at every desk."""
    Post.objects.filter(user=user, desk=desk).delete()
    _follow(user)


def role_of(user: Any) -> Role | None:
    """Return someone's highest role, wherever they hold it; a superuser is an administrator."""
    held = {Role(post.role) for post in posts_of(user)}
    return next((role for role in reversed(Role) if role in held), None)


def _follow(user: User) -> None:
    groups.follow(user)
    forget(user)
