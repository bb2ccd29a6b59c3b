"""What sister papers have in common: stories on loan, and stories told in several languages."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kabar.sections.models import Section
from kabar.stories.models import Story


class Stand(models.TextChoices):
    """How a loan stands; changed only by `sisters.services`."""

    OFFERED = "offered", pgettext_lazy("state of a loan", "offered")
    ASKED = "asked", pgettext_lazy("state of a loan", "asked for")
    STANDING = "standing", pgettext_lazy("state of a loan", "on loan")
    ENDED = "ended", pgettext_lazy("state of a loan", "ended")


class Loan(models.Model):
    """A story of one paper in a section of another: the same story, at an address of its own there."""

    story = models.ForeignKey(Story, verbose_name=_("story"), on_delete=models.CASCADE, related_name="loans")
    paper = models.CharField(_("paper"), max_length=32)
    section = models.ForeignKey(
        Section, verbose_name=_("section"), on_delete=models.PROTECT, related_name="loans"
    )
    #: Given when it first stands, and kept: an address that readers know leads somewhere for ever.
    path = models.CharField(max_length=255, null=True)
    state = models.CharField(_("state"), max_length=10, choices=Stand.choices)
    since = models.DateTimeField(_("since"))
    begun_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("loan")
        verbose_name_plural = _("loans")
        constraints = [
            models.UniqueConstraint(fields=["story", "paper"], name="one_loan_to_a_paper"),
            models.UniqueConstraint(fields=["paper", "path"], name="address_of_loan"),
        ]
        indexes = [models.Index(fields=["paper", "state"], name="loans_of_paper")]

    def __str__(self) -> str:
        return f"{self.story} → {self.section}"


class Translation(models.Model):
    """One story among those that tell the same in other languages; `work` is the number they share."""

    story = models.OneToOneField(Story, on_delete=models.CASCADE, related_name="translation")
    work = models.BigIntegerField(db_index=True)

    class Meta:
        verbose_name = _("translation")
        verbose_name_plural = _("translations")

    def __str__(self) -> str:
        return f"{self.story_id} of {self.work}"
