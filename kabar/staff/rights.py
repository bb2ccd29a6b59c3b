"""What each role may do, and how far: with their own stories, or with every story of their desk."""

from __future__ import annotations

from enum import Enum

from kabar.staff.models import Role


class Reach(Enum):
    """How far a right reaches; who writes at a desk keeps what they wrote for another."""

    OWN = "own"
    DESK = "desk"
    BOTH = "desk, own"

    @property
    def desk(self) -> bool:
        """Tell whether it reaches every story of the desk."""
        return self is not Reach.OWN

    @property
    def own(self) -> bool:
        """Tell whether it reaches one's own stories at any desk."""
        return self is not Reach.DESK


#: Acts on a story, and those that are about no single story.
VIEW, CHOOSE, ADD, CHANGE = "view", "choose", "add", "change"
REVIEW, LOCK, UNLOCK = "review", "lock", "unlock"
ASSIGN, PUBLISH, SCHEDULE, WITHDRAW, CORRECT, SPIKE = (
    "assign",
    "publish",
    "schedule",
    "withdraw",
    "correct",
    "spike",
)
ACCESS = "access"
KILL, PUSH, EXPORT, APPROVE = "kill", "push", "export", "approve"
BOOK, ADVERTISE = "book", "advertise"
ADMINISTER = "administer"

OBSERVING = {VIEW: Reach.DESK, CHOOSE: Reach.DESK}
WRITING = {VIEW: Reach.OWN, CHOOSE: Reach.OWN, ADD: Reach.OWN, CHANGE: Reach.OWN}
SUBEDITING = dict.fromkeys(WRITING, Reach.BOTH) | dict.fromkeys((REVIEW, LOCK, UNLOCK), Reach.DESK)
EDITING = SUBEDITING | dict.fromkeys(
    (ASSIGN, PUBLISH, SCHEDULE, WITHDRAW, CORRECT, SPIKE, ACCESS, BOOK), Reach.DESK
)
HEADING = EDITING | dict.fromkeys((KILL, PUSH, EXPORT, APPROVE, ADVERTISE), Reach.DESK)

RIGHTS: dict[Role, dict[str, Reach]] = {
    Role.OBSERVER: OBSERVING,
    Role.WRITER: WRITING,
    Role.SUBEDITOR: SUBEDITING,
    Role.EDITOR: EDITING,
    Role.CHIEF: HEADING,
    Role.ADMINISTRATOR: HEADING | {ADMINISTER: Reach.DESK},
}
ACTS = tuple(RIGHTS[Role.ADMINISTRATOR])

MEANINGS_OF_ACTS = {
    VIEW: "open the story, its versions and its notes",
    CHOOSE: "point to it from another story",
    ADD: "begin a story, in any section",
    CHANGE: "write on it",
    REVIEW: "approve it or send it back, with notes",
    LOCK: "keep others from writing on it",
    UNLOCK: "let them again",
    ASSIGN: "say who works on it, and by when",
    PUBLISH: "send it, or its newest version, to every reader",
    SCHEDULE: "have that done at a set time; set and lift embargoes",
    WITHDRAW: "take it from readers for now",
    CORRECT: "print a correction, a clarification or a reply",
    SPIKE: "put it away before readers see it, and bring it back",
    ACCESS: "say who reads it to the end: everybody, so many a month, or members",
    KILL: "take it from readers for good, for a stated reason",
    PUSH: "send an alert to readers' telephones",
    EXPORT: "write the archive out",
    APPROVE: "let a source go unnamed, for a stated reason",
    BOOK: "have a house advertisement shown",
    ADVERTISE: "have any advertisement shown, and give its report to who pays for it",
    ADMINISTER: "open and close accounts; desks, sections, settings and the audit record",
}
