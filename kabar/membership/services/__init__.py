"""Every write to memberships and money: permission, change, record and signal in one function each."""

from kabar.membership.services.buying import place, withdraw
from kabar.membership.services.holding import cancel, end_what_is_over, give, pause, resume, take_up_again
from kabar.membership.services.refunding import refund
from kabar.membership.services.settling import act, apply, keep

__all__ = [
    "act",
    "apply",
    "cancel",
    "end_what_is_over",
    "give",
    "keep",
    "pause",
    "place",
    "refund",
    "resume",
    "take_up_again",
    "withdraw",
]
