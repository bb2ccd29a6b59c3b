"""Where plans are kept."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column

from kabar.membership import queries
from kabar.membership.models import Kind, Plan
from kabar.membership.models.plans import ENTITLES
from kabar.membership.money import Money, parsed
from kabar.staff.recorded import RecordedViewSet


class Prices(forms.Field):
    """One price a line: IDR 35000."""

    widget = forms.Textarea(attrs={"rows": 3})

    def prepare_value(self, value: Any) -> Any:
        """Write the prices as they are written."""
        if isinstance(value, dict):
            return "\n".join(Money(currency, minor).plain() for currency, minor in value.items())
        return value

    def to_python(self, value: Any) -> dict[str, int]:
        """Read them; each currency once."""
        found: dict[str, int] = {}
        for line in filter(str.strip, (value or "").splitlines()):
            try:
                money = parsed(line)
            except ValueError:
                wrong = _("“%s” is no price; write for example IDR 35000 or USD 2.99, one a line.")
                raise ValidationError(wrong % line.strip()) from None
            if money.currency in found:
                raise ValidationError(_("%s has two prices.") % money.currency)
            found[money.currency] = money.minor
        return found


class Names(forms.Field):
    """Names of entitlements, with commas between them."""

    def prepare_value(self, value: Any) -> Any:
        """Write them with commas."""
        return ", ".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> list[str]:
        """Read them."""
        found = [name.strip() for name in (value or "").split(",") if name.strip()]
        for name in found:
            if len(name) > 64 or not name.replace("_", "").replace(":", "").replace("-", "").isalnum():
                raise ValidationError(
                    _("“%s” is no name of an entitlement; write for example ad_free.") % name
                )
        return list(dict.fromkeys(found))


class PlanForm(WagtailAdminModelForm):
    """A plan; its word in addresses stays, and what was sold of it is not touched."""

    prices = Prices(
        label=gettext_lazy("Prices"), required=False,
        help_text=gettext_lazy("One a line, tax included: IDR 35000, USD 2.99. IDR 0 is free of charge."),
    )  # fmt: skip
    entitlements = Names(
        label=gettext_lazy("Entitles to"), initial=", ".join(ENTITLES),
        help_text=gettext_lazy("ad_free reads without advertising; members_only reads what is for members."),
    )  # fmt: skip

    def clean_slug(self) -> str:
        """Keep the address of a plan that has one."""
        slug: str = self.cleaned_data["slug"]
        if self.instance.pk and slug != self.instance.slug and "slug" in self.changed_data:
            raise ValidationError(_("The address of a plan does not change: letters lead to it."))
        return slug

    def clean(self) -> dict[str, Any]:
        """Refuse seats for one reader alone, and a plan for sale without a price."""
        said: dict[str, Any] = super().clean() or {}
        kind, prices = said.get("kind"), said.get("prices")
        if kind == Kind.FAMILY and said.get("seats", 0) < 2:
            self.add_error("seats", _("A household has two seats or more."))
        if kind == Kind.PERSONAL and said.get("seats", 1) != 1:
            self.add_error("seats", _("One reader has one seat."))
        if kind in (Kind.PERSONAL, Kind.FAMILY) and said.get("on_offer") and prices == {}:
            self.add_error("prices", _("What is on offer has a price."))
        return said


class PriceColumn(Column):
    """What a plan costs."""

    def get_value(self, instance: Plan) -> str:
        """Return its price in the paper's own currency."""
        price = queries.price_of(instance)
        return price.printed() if price is not None else "–"


class PlanViewSet(RecordedViewSet):
    """Plans, in the order of the offer."""

    model = Plan
    icon = "tag"
    name = menu_name = "plans"
    menu_label = pgettext_lazy("membership", "Plans")
    menu_order = 410
    add_to_admin_menu = True
    ordering = ("position", "name")
    list_display = (
        "name",
        PriceColumn("price", label=gettext_lazy("Price")),
        Column("get_kind_display", label=gettext_lazy("For whom")),
        BooleanColumn("on_offer", label=gettext_lazy("On offer")),
    )

    def get_edit_handler(self) -> Any:
        """Return the form."""
        return ObjectList(
            [
                FieldRowPanel([FieldPanel("name"), FieldPanel("slug")]),
                FieldPanel("description"),
                FieldRowPanel([FieldPanel("kind"), FieldPanel("seats")]),
                FieldRowPanel([FieldPanel("length"), FieldPanel("unit")]),
                FieldPanel("prices"),
                FieldPanel("entitlements"),
                MultiFieldPanel(
                    [FieldPanel(name) for name in ("on_offer", "giftable", "once", "position")],
                    heading=gettext_lazy("On the page of offers"),
                ),
            ],
            base_form_class=PlanForm,
        ).bind_to_model(Plan)
