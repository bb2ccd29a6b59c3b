"""What the desk makes of items: rules that send them on, and the stories derived from them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from kabar.staff.models import Desk
from kabar.stories.models import Story
from kabar.wire.models.items import Item


class Rule(models.Model):
    """Which items go to which desk, under what tag, and of which its editors are told at once."""

    paper = models.CharField(max_length=32, default="main", editable=False)
    name = models.CharField(_("name"), max_length=80)
    provider = models.CharField(_("agency"), max_length=120, blank=True)
    topic = models.CharField(
        _("Media Topic"), max_length=8, blank=True, help_text=_("Eight digits; 15000000 is sport.")
    )
    place = models.CharField(_("place"), max_length=80, blank=True)
    urgency = models.PositiveSmallIntegerField(
        _("at least as urgent as"), null=True, blank=True, help_text=_("1 is the most urgent, 9 the least.")
    )
    words = models.CharField(
        _("words"), max_length=200, blank=True, help_text=_("All of them stand in the headline or text.")
    )
    desk = models.ForeignKey(
        Desk, verbose_name=_("desk"), null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    tag = models.SlugField(_("tag"), max_length=40, blank=True)
    rings = models.BooleanField(_("tell the desk's editors at once"), default=False)

    class Meta:
        verbose_name = _("wire rule")
        verbose_name_plural = _("wire rules")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Derived(models.Model):
    """A story made from an item, and which of its paragraphs came from it."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="derived_from")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="derived")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    passages = models.JSONField(default=list)

    class Meta:
        verbose_name = _("derived story")
        verbose_name_plural = _("derived stories")
        constraints = [models.UniqueConstraint(fields=["story", "item"], name="derived_once")]

    def __str__(self) -> str:
        return f"{self.story_id} ← {self.item_id}"
