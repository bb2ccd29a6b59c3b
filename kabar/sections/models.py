"""The standing parts of a paper."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kabar.staff.models import Desk

#: Who may read a story to its end.
ACCESS = [
    ("open", pgettext_lazy("who reads a story", "Everybody")),
    ("metered", pgettext_lazy("who reads a story", "Everybody, so many a month")),
    ("members", pgettext_lazy("who reads a story", "Members")),
]


class Section(models.Model):
    """A part of the paper with a front of its own, such as Global or Olahraga."""

    paper = models.CharField(_("paper"), max_length=32, default="main")
    name = models.CharField(_("name"), max_length=60)
    slug = models.SlugField(_("slug"), max_length=60)
    description = models.CharField(_("description"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(_("place in the menu"), default=0)
    hue = models.PositiveSmallIntegerField(_("hue of its label, 0 to 360"), default=215)
    access = models.CharField(
        _("who reads its stories to the end"),
        max_length=8,
        blank=True,
        choices=ACCESS,
        help_text=_(
            "For stories that do not say themselves, when they next go to press; "
            "as the paper has it when left empty."
        ),
    )
    on_menu = models.BooleanField(_("in the menu"), default=True)
    desk = models.ForeignKey(
        Desk,
        verbose_name=_("desk"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="sections",
        help_text=_("The desk that answers for it; without one, every desk does."),
    )

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ["position", "name"]
        constraints = [models.UniqueConstraint(fields=["paper", "slug"], name="section_address")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"/{self.slug}/"
