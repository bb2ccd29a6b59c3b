"""A request in the newsroom: someone of the staff asks."""

from __future__ import annotations

from kabar.masthead.asking import ReaderRequest
from kabar.staff.models import User


class NewsroomRequest(ReaderRequest):
    """A request behind the newsroom's door, where everybody has signed in."""

    user: User
