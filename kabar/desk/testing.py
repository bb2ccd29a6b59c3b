"""The desk for tests: who sits there, and assignments and drafts in every state."""

from __future__ import annotations

from typing import Any

from kabar.desk import services
from kabar.desk.models import Assignment
from kabar.staff.models import Author, Desk, Role, User
from kabar.staff.roles import give
from kabar.stories.models import Story
from kabar.stories.testing import a_draft, a_section


def someone(name: str, role: Role, desk: Desk | None = None) -> User:
    """Return a member of the staff by their first name, with a byline, made when missing."""
    found = User.objects.filter(username=name).first()
    if found:
        return found
    user = User.objects.create_user(
        name, f"{name}@example.id", first_name=name.capitalize(), last_name="Lestari"
    )
    give(user, role, desk)
    Author.objects.create(name=str(user), slug=name, user=user)
    return user


def an_assignment(by: User, title: str = "Banjir di hulu", **fields: Any) -> Assignment:
    """Return what an editor wants."""
    section = fields.pop("section", None) or a_section()
    return services.assign(title, section=section, by=by, **fields)


def a_filed_story(by: User, headline: str = "", **fields: Any) -> Story:
    """Return a draft its writer has filed."""
    story = a_draft(headline, by=by, **fields)
    services.ask_for_review(story, by=by)
    return story
