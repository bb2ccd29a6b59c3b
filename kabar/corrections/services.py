"""Every write of a correction: the corrected text, the correction, its record and its edition, or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from kabar.corrections.comparing import changes
from kabar.corrections.models import Correction, Kind
from kabar.corrections.signals import story_corrected
from kabar.corrections.texts import passages_of
from kabar.editions.models import Edition
from kabar.staff.models import User
from kabar.stories import press_keys
from kabar.stories import services as stories
from kabar.stories.access import openly
from kabar.stories.models import State, Story
from kabar.stories.permissions import must

#: Kinds that are about another text than the one readers see now.
NEEDS_A_DRAFT = (Kind.CORRECTION,)
#: Kinds told at the top of the story as well as at its foot, whatever the editor says.
ALWAYS_SERIOUS = (Kind.RETRACTION,)


@dataclass(frozen=True, slots=True)
class Account:
    """What readers are told of a correction, and what is kept beside it."""

    kind: Kind
    note: str
    serious: bool = False
    hidden: bool = False
    requested_by: str = ""
    told_in: Story | None = None
    affects: Sequence[str] = field(default_factory=tuple)


def correct(story: Story, account: Account, *, by: User) -> Correction:
    """Send a live story's newest draft to press as an amendment, and write down what it said before.

    Raise PermissionDenied, ValidationError for an account that tells nothing, and StateConflict for a story
    that is not live; then nothing was changed.
    """
    must(by, "correct", story)
    _must_tell(story, account)
    written: list[Correction] = []

    def write(before: Story | None, printed: Story, edition: Edition) -> None:
        written.append(_write(account, before or printed, printed, edition, by))

    keys = [
        press_keys.ledger(story.paper),
        *([press_keys.story(account.told_in.pk)] if account.told_in else []),
    ]
    stories.publish(
        story, by=by, amending=stories.Amendment(Edition.Kind.CORRECT, (State.LIVE,), write, keys)
    )
    return written[0]


def _must_tell(story: Story, account: Account) -> None:
    if not account.note.strip():
        raise ValidationError({"note": _("Say to readers what was wrong; a correction is never silent.")})
    newest = Story.objects.values_list("latest_revision", "live_revision").get(pk=story.pk)
    if account.kind in NEEDS_A_DRAFT and (newest[0] is None or newest[0] == newest[1]):
        raise ValidationError(
            _("Nothing has been changed yet: mend the text, keep the draft, then correct the story.")
        )
    if account.told_in and (account.told_in.pk == story.pk or not account.told_in.live):
        raise ValidationError({"told_in": _("Choose another story, one that readers see.")})


def _write(account: Account, before: Story, printed: Story, edition: Edition, by: User) -> Correction:
    hidden = account.hidden or before.protects or printed.protects
    # The record is public: of what members alone read it says what the note says.
    old, new = passages_of(openly(before)), passages_of(openly(printed))
    differing = changes(old, new)
    correction = Correction.objects.create(
        paper=printed.paper,
        story=printed,
        kind=account.kind,
        note=account.note.strip(),
        was="" if hidden else "\n".join(change.was for change in differing),
        now="\n".join(change.now for change in differing),
        before=[] if hidden else old,
        after=[] if hidden else new,
        affects=list(account.affects),
        serious=account.serious or account.kind in ALWAYS_SERIOUS,
        hidden=hidden,
        compared=bool(differing) and not hidden,
        told_in=account.told_in,
        requested_by=account.requested_by.strip(),
        at=edition.at,
        by=by,
        edition=edition.number,
    )
    transaction.on_commit(
        lambda: story_corrected.send_robust(
            sender=Correction, story=printed, correction=correction, edition=edition
        )
    )
    return correction
