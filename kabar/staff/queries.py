"""Every named read of the staff."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from kabar.staff.models import Desk, Post, Role


def desks(paper: str) -> QuerySet[Desk]:
    """Return the desks of a paper, in the order of lists."""
    return Desk.objects.filter(paper=paper).order_by("position", "name")


def all_desks() -> QuerySet[Desk]:
    """Return the desks of every paper of the installation."""
    return Desk.objects.order_by("paper", "position", "name")


def desk_called(slug: str, paper: str) -> Desk:
    """Return the desk of a slug; raise ValueError with those there are when there is none."""
    desk = desks(paper).filter(slug=slug).first()
    if desk is None:
        there = ", ".join(desks(paper).values_list("slug", flat=True)) or "none yet"
        raise ValueError(f"no desk is called {slug}; the desks are: {there}")
    return desk


def editors_of_paper(paper: str) -> list[int]:
    """Return the keys of those who edit at any desk of a paper, and of those who edit at every desk."""
    posts = Post.objects.filter(Q(desk__paper=paper) | Q(desk=None), role__in=(Role.EDITOR, Role.CHIEF))
    return list(posts.filter(user__is_active=True).values_list("user", flat=True).distinct())


def editors_of(desk: int) -> list[int]:
    """Return the keys of those who edit at a desk: its own editors and chiefs, and those of every desk."""
    posts = Post.objects.filter(Q(desk=desk) | Q(desk=None), role__in=(Role.EDITOR, Role.CHIEF))
    return list(posts.filter(user__is_active=True).values_list("user", flat=True).distinct())
