"""Every write of the desk: who is to write what, who looked at it, what is remarked, what a shift leaves."""

from kabar.desk.services.assignments import accept, assign, begin, change, drop
from kabar.desk.services.handovers import hand_over, read_handover
from kabar.desk.services.notes import flag, note, resolve
from kabar.desk.services.notices import read_notices
from kabar.desk.services.reviewing import approve, ask_for_review, file, return_with_comments, send_to_press
from kabar.desk.services.standing import Conflict

__all__ = [
    "Conflict",
    "accept",
    "approve",
    "ask_for_review",
    "assign",
    "begin",
    "change",
    "drop",
    "file",
    "flag",
    "hand_over",
    "note",
    "read_handover",
    "read_notices",
    "resolve",
    "return_with_comments",
    "send_to_press",
]
