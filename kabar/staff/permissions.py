"""What someone may do by the posts they hold; the database is asked once for each request."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied

from kabar.staff.models import Post, Role
from kabar.staff.rights import RIGHTS


@dataclass(frozen=True, slots=True)
class Held:
    """A post, as the rights need it; without a desk it is held at every desk."""

    role: Role
    desk: int | None = None
    paper: str | None = None


@dataclass(frozen=True, slots=True)
class Where:
    """How far someone's right to one act reaches."""

    everywhere: bool = False
    desks: frozenset[int] = frozenset()
    papers: frozenset[str] = frozenset()
    own: bool = False

    def __bool__(self) -> bool:
        return self.everywhere or bool(self.desks) or self.own

    def covers(self, desk: int | None, paper: str) -> bool:
        """Tell whether it reaches a desk; what has no desk belongs to every desk of its paper."""
        return self.everywhere or (paper in self.papers if desk is None else desk in self.desks)


def posts_of(user: Any) -> tuple[Held, ...]:
    """Return the posts someone holds; nobody whose account is closed holds any."""
    held = getattr(user, "_held_posts", None)
    if held is None:
        held = user._held_posts = _ask(user)
    return held


def _ask(user: Any) -> tuple[Held, ...]:
    if not user.is_active:
        return ()
    if user.is_superuser:
        return (Held(Role.ADMINISTRATOR),)
    rows = Post.objects.filter(user=user.pk).values_list("role", "desk", "desk__paper")
    return tuple(Held(Role(role), desk, paper) for role, desk, paper in rows)


def forget(user: Any) -> None:
    """Have the posts and permissions of someone asked for again; call it after changing them."""
    for name in ("_held_posts", "_perm_cache", "_user_perm_cache", "_group_perm_cache"):
        if hasattr(user, name):
            delattr(user, name)


def where(user: Any, *acts: str) -> Where:
    """Return how far someone may do any of some acts."""
    giving = [
        (held, reach) for held in posts_of(user) for act in acts if (reach := RIGHTS[held.role].get(act))
    ]
    desks = [held for held, reach in giving if reach.desk]
    return Where(
        everywhere=any(held.desk is None for held in desks),
        desks=frozenset(held.desk for held in desks if held.desk is not None),
        papers=frozenset(held.paper for held in desks if held.paper is not None),
        own=any(reach.own for _held, reach in giving),
    )


def may(user: Any, act: str) -> bool:
    """Tell whether someone may do this somewhere."""
    return bool(where(user, act))


def must(user: Any, act: str) -> None:
    """Refuse an act that someone may do nowhere."""
    if not may(user, act):
        raise PermissionDenied
