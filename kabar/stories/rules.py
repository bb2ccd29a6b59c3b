"""What the rules of the press ask of a story: flags, labels, and the grounds on which one may be killed."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.models import ClusterableModel

from kabar.stories import access


class Ground(models.TextChoices):
    """Why a story may be taken from readers for good; no other pressure is a ground.

    The Press Council's guideline for cyber media names the first five and, for whoever quotes, the last.
    """

    HATRED = "hatred", _("ethnicity, religion, race and relations between groups (SARA)")
    DECENCY = "decency", _("decency")
    CHILD = "child", _("the future of a child")
    TRAUMA = "trauma", _("the trauma of a victim")
    COUNCIL = "council", _("special considerations set by the Press Council")
    ORIGIN = "origin", _("the medium it quotes has taken its own story down")


class AiUse(models.TextChoices):
    """How far a machine made a story."""

    NONE = "none", pgettext_lazy("use of AI", "None")
    ASSISTED = "assisted", _("Assisted by AI")
    GENERATED = "generated", _("Made with AI")


@dataclass(frozen=True, slots=True)
class Label:
    """A word that readers must see beside a headline, and what it is about."""

    kind: str
    text: str | Promise


SPONSORED = Label("sponsored", pgettext_lazy("label", "Advertorial"))
UNVERIFIED = Label("unverified", pgettext_lazy("label", "Not yet verified"))
GENERATED = Label("ai", AiUse.GENERATED.label)
FOR_MEMBERS = Label("members", pgettext_lazy("label", "Members only"))


class UnderRules(ClusterableModel):
    """What a story tells of itself besides its text: under the rules of the press, and who reads it.

    It travels with every version.
    """

    #: The fields of this page, in the order of the form.
    RULES = (
        "may_harm", "unverified", "first_source", "why_urgent", "out_of_reach", "protects_child",
        "protects_victim", "protects_witness", "ai_use", "ai_approved_by", "sponsored", "sponsor",
        "access",
    )  # fmt: skip

    may_harm = models.BooleanField(
        _("may harm a party"),
        default=False,
        help_text=_("The same story then carries the other side, or says how it was asked for."),
    )
    unverified = models.BooleanField(
        _("urgent and not yet verified"),
        default=False,
        help_text=_("A note at the end of the story says so until an update is linked to it."),
    )
    first_source = models.CharField(
        _("first source"),
        max_length=200,
        blank=True,
        help_text=_("Named, credible and competent."),
    )
    why_urgent = models.CharField(_("why it is urgent"), max_length=300, blank=True)
    out_of_reach = models.CharField(_("who could not be reached, and why"), max_length=300, blank=True)
    protects_child = models.BooleanField(_("a child must not be recognised"), default=False)
    protects_victim = models.BooleanField(
        _("a victim of a sexual crime must not be recognised"), default=False
    )
    protects_witness = models.BooleanField(_("a witness must not be recognised"), default=False)
    ai_use = models.CharField(_("use of AI"), max_length=12, choices=AiUse.choices, default=AiUse.NONE)
    ai_approved_by = models.CharField(
        _("read and approved by"),
        max_length=120,
        blank=True,
        help_text=_("Who read what the machine made and answers for it."),
    )
    sponsored = models.BooleanField(
        _("paid for"), default=False, help_text=_("Readers see the label wherever the story stands.")
    )
    sponsor = models.CharField(_("paid for by"), max_length=120, blank=True)
    access = models.CharField(
        _("who reads it to the end"),
        max_length=8,
        blank=True,
        choices=access.Access.choices,
        help_text=_("As its section has it when left empty."),
    )

    class Meta:
        abstract = True

    @property
    def protects(self) -> bool:
        """Whether somebody in the story must not be recognised."""
        return self.protects_child or self.protects_victim or self.protects_witness

    @property
    def labels(self) -> list[Label]:
        """Return the labels that stand beside the headline wherever the story stands."""
        own = (
            (self.sponsored, SPONSORED),
            (self.unverified, UNVERIFIED),
            (self.is_generated, GENERATED),
            (self.access == access.Access.MEMBERS, FOR_MEMBERS),
        )
        return [label for applies, label in own if applies]

    @property
    def is_generated(self) -> bool:
        """Whether a machine made the text."""
        return self.ai_use == AiUse.GENERATED

    @property
    def is_assisted(self) -> bool:
        """Whether a machine helped; the story's own page says so."""
        return self.ai_use == AiUse.ASSISTED
