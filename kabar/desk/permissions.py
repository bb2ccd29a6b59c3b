"""Who may do what at the desk: always asked of the stories' own policy, by the section that is meant."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied

from kabar.desk.models import Assignment
from kabar.sections.models import Section
from kabar.staff.models import User
from kabar.stories.models import Story
from kabar.stories.permissions import must, open_among, policy

__all__ = ["clears", "may_override", "may_see", "must_assign", "must_take", "open_among"]


def must_assign(user: Any, section: Section) -> None:
    """Refuse to give out work for a section to who may not."""
    must(user, "assign", Story(section=section, paper=section.paper))


def must_take(user: Any, assignment: Assignment) -> None:
    """Refuse an assignment to who may not write, and one that was given to somebody else."""
    must(user, "add", Story(section=assignment.section, paper=assignment.paper))
    if assignment.who_id not in (None, user.pk):
        raise PermissionDenied


def may_see(user: Any, assignment: Assignment) -> bool:
    """Tell whether an assignment is somebody's business: theirs, anybody's, or of a desk of theirs."""
    return (
        assignment.who_id in (None, user.pk)
        or assignment.given_by_id == user.pk
        or policy.user_has_permission_for_instance(
            user, "assign", Story(section=assignment.section, paper=assignment.paper)
        )
    )


def may_override(user: Any, story: Story) -> bool:
    """Tell whether someone may send to press what nobody else has looked at, for a reason that is kept."""
    return policy.user_has_permission_for_instance(user, "approve", story)


def clears(user: User | None, story: Story) -> bool:
    """Tell whether what someone changes in a story needs no second look: they send it to press themselves."""
    return user is not None and policy.user_has_permission_for_instance(user, "publish", story)
