"""What is looked at before press: the other side, what is unverified, names that may not be printed."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from kabar.corrections import protected
from kabar.corrections.models import Reply
from kabar.corrections.texts import FIELDS_WITH_WORDS, texts_with_places
from kabar.stories import checklist
from kabar.stories.checklist import Finding, Weight
from kabar.stories.models import Story

#: What an unverified story must say of itself, by field.
FACTS = {
    "first_source": lambda: _("Unverified: name the first source, credible and competent."),
    "why_urgent": lambda: _("Unverified: say why it cannot wait."),
    "out_of_reach": lambda: _("Unverified: say who could not be reached, and why."),
}


def register() -> None:
    """Have our checks looked at with all others."""
    checklist.register("other-side", other_side)
    checklist.register("unverified", unverified)
    checklist.register("protected-names", protected_names)
    checklist.register("labels", labels)


def other_side(draft: Story) -> Iterator[Finding]:
    """A story that may harm somebody carries their side, or how it was asked for."""
    if not draft.may_harm:
        return
    states = dict.fromkeys(draft.reply_requests.values_list("state", flat=True)) if draft.pk else {}
    if not states:
        yield Finding(
            _("This story may harm a party, and nobody has been asked for the other side."),
            Weight.URGES,
            field="may_harm",
        )
    elif set(states) == {Reply.ASKED.value}:
        yield Finding(
            _("The other side has been asked and the answer is still open; say so in the story."),
            field="may_harm",
        )


def unverified(draft: Story) -> Iterator[Finding]:
    """What goes out unverified names its first source, its urgency, and whom it could not reach."""
    if draft.unverified:
        for name, words in FACTS.items():
            if not getattr(draft, name).strip():
                yield Finding(words(), Weight.URGES, field=name)


def protected_names(draft: Story) -> Iterator[Finding]:
    """A name of somebody who must not be recognised is not printed unseen."""
    for place, case in protected.found_in(texts_with_places(draft)).items():
        is_field = place in FIELDS_WITH_WORDS
        yield Finding(
            _("A protected name stands here (case %(case)s). Take it out, with whatever else gives it away.")
            % {"case": case},
            Weight.URGES,
            field=place if is_field else "body",
            block="" if is_field else place,
        )


def labels(draft: Story) -> Iterator[Finding]:
    """What is paid for names who paid; what a machine made names who answers for it."""
    if draft.sponsored and not draft.sponsor.strip():
        yield Finding(_("Say who paid for this story."), field="sponsor")
    if (draft.is_generated or draft.is_assisted) and not draft.ai_approved_by.strip():
        weight = Weight.URGES if draft.is_generated else Weight.WARNS
        yield Finding(
            _("Say who read what the machine made and approved it."), weight, field="ai_approved_by"
        )
