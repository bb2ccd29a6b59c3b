"""Rules are added and dropped by those who give out work."""

from __future__ import annotations

from django.db import transaction

from kabar.staff.models import User
from kabar.staff.services import record
from kabar.stories.permissions import must
from kabar.wire.models import Rule


def add_rule(rule: Rule, *, by: User) -> Rule:
    """Keep a rule; it holds for what comes in from now on."""
    must(by, "assign", None)
    with transaction.atomic():
        rule.save()
        record("rule", rule, by=by)
    return rule


def drop_rule(rule: Rule, *, by: User) -> None:
    """Forget a rule; what it routed stays where it is."""
    must(by, "assign", None)
    with transaction.atomic():
        record("drop rule", rule, by=by)
        rule.delete()
