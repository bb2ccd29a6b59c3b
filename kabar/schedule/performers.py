"""Who does which planned act; a department above the schedule registers its own from its `ready`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kabar.editions.models import Edition
from kabar.schedule.models import PlannedAct
from kabar.staff.models import User


class Overtaken(Exception):
    """What was planned has been done already or has lost its meaning; the message says how."""


@dataclass(frozen=True, slots=True)
class About:
    """What an act without a story is about: its name, the page on which it is changed, the paper's zone."""

    name: str
    address: str
    zone: str


@dataclass(frozen=True, slots=True)
class Performer:
    """`perform` does the act, inside the transaction that calls it done; `prepare` the slow work before.

    `ask_for_right` refuses whoever may not plan it, where that is not about the one story; `about` says what
    an act without a story is about.
    """

    perform: Callable[[PlannedAct], Edition]
    prepare: Callable[[PlannedAct], object] | None = None
    ask_for_right: Callable[[User, PlannedAct], None] | None = None
    about: Callable[[PlannedAct], About] | None = None


_performers: dict[str, Performer] = {}


def register(act: str, performer: Performer) -> None:
    """Have an act done by someone."""
    _performers[act] = performer


def performer_of(act: str) -> Performer:
    """Return who does an act."""
    return _performers[act]
