"""Who may do what at the desk: always asked of the stories' own policy, by the section that is meant."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied

from kabar.desk.models import Assignment
from kabar.sections.models import Section
from kabar.staff.models import Role, User
from kabar.staff.roles import role_of
from kabar.stories.models import Story
from kabar.stories.permissions import must, open_among, policy

__all__ = ["clears", "may_override", "must_assign", "must_take", "open_among"]

#: Who may send a story to press without the second pair of eyes, for a reason that is kept.
OVER_ALL = (Role.CHIEF, Role.ADMINISTRATOR)


def must_assign(user: Any, section: Section) -> None:
    """Refuse to give out work for a section to who may not."""
    must(user, "assign", Story(section=section, paper=section.paper))


def must_take(user: Any, assignment: Assignment) -> None:
    """Refuse an assignment to who may not write, and one that was given to somebody else."""
    must(user, "add", Story(section=assignment.section, paper=assignment.paper))
    if assignment.who_id not in (None, user.pk):
        raise PermissionDenied


def may_override(user: Any) -> bool:
    """Tell whether someone may send to press what nobody else has looked at."""
    return role_of(user) in OVER_ALL


def clears(user: User | None, story: Story) -> bool:
    """Tell whether what someone changes in a story needs no second look: they send it to press themselves."""
    return user is not None and policy.user_has_permission_for_instance(user, "publish", story)
