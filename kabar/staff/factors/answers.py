"""Judges what someone gives as their second factor, and has them wait who guess."""

from __future__ import annotations

from enum import Enum

from django.http import HttpRequest

from kabar.staff.factors import codes, passkeys
from kabar.staff.models import User
from kabar.staff.signin import forgive, must_wait, note_failure


class Answer(Enum):
    """What became of it."""

    RIGHT = "right"
    WRONG = "wrong"
    WAIT = "wait"


def judge(request: HttpRequest, user: User) -> Answer:
    """Tell what a form with a passkey, a code or a recovery code is worth; guesses count from everywhere."""
    account, place = f"2:{user.get_username()}", f"factor:{user.pk}"
    if must_wait(account, place):
        return Answer.WAIT
    if not _is_right(request, user):
        note_failure(account, place)
        return Answer.WRONG
    forgive(account, place)
    return Answer.RIGHT


def _is_right(request: HttpRequest, user: User) -> bool:
    given = request.POST
    if given.get("credential"):
        return passkeys.answers(request, user, given["credential"])
    if given.get("recovery"):
        return codes.recovery_answers(user, given["recovery"])
    return codes.app_answers(user, given.get("code", ""))
