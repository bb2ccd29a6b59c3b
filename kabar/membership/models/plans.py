"""What is sold: for how long, for whom, at what prices, and what it entitles to."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kabar.membership.money import Money


class Unit(models.TextChoices):
    """What the length of a plan is counted in."""

    DAY = "day", _("days")
    MONTH = "month", _("months")
    YEAR = "year", _("years")


class Kind(models.TextChoices):
    """Whom a plan is for, and who gives it out."""

    PERSONAL = "personal", _("one reader")
    FAMILY = "family", _("a household, with seats")
    INSTITUTION = "institution", _("an institution; given in the newsroom")
    GIVEN = "given", _("staff and guests; given in the newsroom, free of charge")


#: What readers buy by themselves.
SOLD = (Kind.PERSONAL, Kind.FAMILY)
#: What a plan entitles to unless it says otherwise.
ENTITLES = ("ad_free",)


class Plan(models.Model):
    """One thing a reader can have; what was sold of it stays as it was sold, whatever becomes of the plan."""

    paper = models.CharField(_("paper"), max_length=32, default="main", editable=False)
    name = models.CharField(_("name"), max_length=60, help_text=_("As readers see it: Monthly, Day pass."))
    slug = models.SlugField(_("slug"), max_length=60, help_text=_("Its word in addresses; it stays."))
    description = models.CharField(_("description"), max_length=200, blank=True)
    kind = models.CharField(_("for whom"), max_length=12, choices=Kind.choices, default=Kind.PERSONAL)
    length = models.PositiveSmallIntegerField(
        _("length"), default=1, validators=[MinValueValidator(1), MaxValueValidator(1000)]
    )
    unit = models.CharField(_("counted in"), max_length=6, choices=Unit.choices, default=Unit.MONTH)
    seats = models.PositiveSmallIntegerField(
        _("seats"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(50)],
        help_text=_("How many readers it is for, whoever pays among them."),
    )
    prices = models.JSONField(_("prices"), default=dict)
    entitlements = models.JSONField(_("entitles to"), default=list)
    once = models.BooleanField(
        _("once a reader"), default=False, help_text=_("For a trial: nobody has it twice.")
    )
    giftable = models.BooleanField(_("may be given as a gift"), default=False)
    on_offer = models.BooleanField(_("on offer"), default=True)
    position = models.PositiveSmallIntegerField(_("place in lists"), default=0)

    class Meta:
        verbose_name = pgettext_lazy("membership", "plan")
        verbose_name_plural = pgettext_lazy("membership", "plans")
        ordering = ["position", "name"]
        constraints = [models.UniqueConstraint(fields=["paper", "slug"], name="plan_of_paper")]

    def __str__(self) -> str:
        return self.name

    def price(self, currency: str) -> Money | None:
        """Return its price in a currency, None when it is not sold in it."""
        minor = self.prices.get(currency)
        return None if minor is None else Money(currency, minor)

    def renews(self) -> bool:
        """Tell whether its members are reminded to renew: not of a day, and not of a trial."""
        return self.unit != Unit.DAY and not self.once and self.kind in SOLD
