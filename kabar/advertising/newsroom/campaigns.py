"""The list of campaigns, and the form in which one is written."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views import generic

from kabar.advertising import services
from kabar.advertising.models import Campaign, Kind, State
from kabar.advertising.permissions import may_keep, may_sell
from kabar.staff.recorded import Begins, Changes, RecordedViewSet


class StateColumn(Column):
    """Where a campaign stands, and the way to its own page."""

    def get_value(self, instance: Campaign) -> Any:
        """Return a link."""
        page = reverse("advertising:campaign", args=[instance.pk])
        return format_html('<a href="{}">{}</a>', page, instance.get_state_display())


class Campaigns(generic.IndexView):
    """The paper's campaigns, the newest flight first."""

    default_ordering = "-begins"

    def get_base_queryset(self) -> QuerySet[Campaign]:
        """Return those of the paper whose newsroom this is."""
        return super().get_base_queryset().filter(paper=self.request.paper.key)


class LeadsOn:
    """A form after which one stands on the campaign's own page, from which it is put on."""

    object: Campaign
    request: Any

    @transaction.atomic
    def save_instance(self) -> Campaign:
        """Keep it, for the paper of the newsroom; what readers saw of it is put on again."""
        self.form.instance.paper = self.form.instance.paper or self.request.paper.key  # type: ignore[attr-defined]
        if not may_keep(self.request.user, self.form.instance):  # type: ignore[attr-defined]
            raise PermissionDenied
        kept = super().save_instance()  # type: ignore[misc]
        services.written(kept, by=self.request.user)
        return kept

    def get_success_url(self) -> str:
        """Lead to the page of the campaign."""
        return reverse("advertising:campaign", args=[self.object.pk])


class Begin(LeadsOn, Begins, generic.CreateView):
    """A new campaign."""

    def get_initial_form_instance(self) -> Campaign:
        """Begin one for the paper whose newsroom this is."""
        return Campaign(paper=self.request.paper.key)


class Change(LeadsOn, Changes, generic.EditView):
    """A campaign to be changed."""

    def get_object(self, queryset: Any = None) -> Campaign:
        """Return it to who keeps it, and to nobody once it has ended."""
        campaign: Campaign = super().get_object(queryset)
        if not may_keep(self.request.user, campaign) or campaign.state == State.ENDED:
            raise PermissionDenied
        return campaign


class CampaignForm(WagtailAdminModelForm):
    """The form, without what its writer may not sell."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        paper = self.instance.paper
        for name in ("sections", "topics"):
            self.fields[name].queryset = self.fields[name].queryset.filter(paper=paper)
        if not may_sell(self.for_user, paper):
            self.fields["kind"].choices = [(Kind.HOUSE.value, Kind.HOUSE.label)]


class CampaignViewSet(RecordedViewSet):
    """Campaigns, and what they show."""

    model = Campaign
    icon = "view"
    name = menu_name = "campaigns"
    menu_label = gettext_lazy("Advertising")
    menu_order = 410
    add_to_admin_menu = True
    inspect_view_enabled = False
    ordering = ("-begins",)
    index_view_class = Campaigns
    add_view_class = Begin
    edit_view_class = Change
    list_display = (
        "name",
        StateColumn("state", label=gettext_lazy("State")),
        Column("kind", label=gettext_lazy("Kind"), accessor="get_kind_display"),
        Column("advertiser", label=gettext_lazy("Advertiser")),
        DateColumn("begins", label=gettext_lazy("From")),
        DateColumn("ends", label=gettext_lazy("Until")),
    )

    def get_edit_handler(self) -> Any:
        """Return the form."""
        shown = InlinePanel(
            "creatives", heading=_("What is shown"), label=_("Creative"), min_num=1,
            panels=[FieldPanel(name) for name in ("place", "form", "title", "words", "link", "file")],
        )  # fmt: skip
        panels = [
            MultiFieldPanel(
                [FieldPanel("name"), FieldPanel("kind"), FieldPanel("advertiser")], heading=_("Campaign")
            ),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("begins"), FieldPanel("ends")]),
                    FieldRowPanel([FieldPanel("goal"), FieldPanel("per_day"), FieldPanel("weight")]),
                ],
                heading=_("When and how often"),
            ),
            MultiFieldPanel(
                [FieldPanel("device"), FieldPanel("sections"), FieldPanel("topics")], heading=_("To whom")
            ),
            shown,
        ]
        return ObjectList(panels, base_form_class=CampaignForm).bind_to_model(Campaign)
