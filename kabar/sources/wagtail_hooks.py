"""The newsroom's door to the source book and to the agencies whose copy it prints."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.widgets.button import Button

from kabar.sources import newsroom, sealing
from kabar.sources.fields import SourcePicker
from kabar.sources.models import Distributor, Source
from kabar.staff.recorded import Changes, RecordedViewSet


class SourceList(generic.IndexView):
    """The book without the entries that lead to another."""

    default_ordering = ("-uses", "id")

    @property
    def header_more_buttons(self) -> list[Button]:
        """Lead to the agencies that supply copy, and to the key that opens sealed identities."""
        agencies = Button(_("Distributors"), url=reverse("distributors:index"), icon_name="rss")
        key = Button(_("My key"), url=reverse("sources_key"), icon_name="key")
        return [*super().header_more_buttons, agencies, key]

    def get_base_queryset(self) -> QuerySet[Source]:
        """Return the entries of the book, each with what it belongs to."""
        return Source.objects.filter(merged_into=None).select_related("member_of")


class ChangeSource(Changes, generic.EditView):
    """The form of an entry, with the way to what else can be done with it."""

    @property
    def header_more_buttons(self) -> list[Button]:
        """Lead to merging, and for an unnamed source to who it is."""
        merge = reverse("sources_merge", args=[self.object.pk])
        buttons = [Button(_("Merge with another…"), url=merge, icon_name="copy")]
        if self.object.unnamed:
            sealed = reverse("sources_sealed", args=[self.object.pk])
            buttons.append(Button(_("Sealed identity…"), url=sealed, icon_name="lock"))
        return [*super().header_more_buttons, *buttons]


class SourceViewSet(RecordedViewSet):
    """The source book."""

    model = Source
    icon = "openquote"
    name = menu_name = "sources"
    menu_label = _("Source book")
    menu_order = 500
    add_to_admin_menu = True
    list_per_page = 50
    search_fields = ("public_label", "other_names", "role")
    search_backend_name = None
    index_view_class = SourceList
    edit_view_class = ChangeSource
    list_display = (
        "public_label",
        Column("get_kind_display", label=_("Kind")),
        Column("role", label=_("Position")),
        Column("member_of", label=_("Belongs to")),
        Column("get_interest_display", label=_("Interest")),
        Column("uses", label=_("Uses")),
    )
    panels = (
        FieldPanel("public_label"),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("unnamed")]),
        FieldRowPanel([FieldPanel("role"), FieldPanel("member_of", widget=SourcePicker)]),
        FieldPanel("interest"),
        MultiFieldPanel(
            [
                FieldPanel("other_names"),
                FieldRowPanel([FieldPanel("country"), FieldPanel("url")]),
                FieldPanel("same_as"),
            ],
            heading=_("More"),
        ),
    )

    def get_urlpatterns(self) -> list[URLPattern]:
        """Leave out taking away: versions of stories name their sources; one too many is merged."""
        return [pattern for pattern in super().get_urlpatterns() if pattern.name != "delete"]

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Leave out the way to what is left out."""
        return {**super().get_common_view_kwargs(**kwargs), "delete_url_name": None}


class DistributorViewSet(RecordedViewSet):
    """Agencies, by name."""

    model = Distributor
    icon = "rss"
    name = "distributors"
    menu_label = _("Distributors")
    ordering = ("name",)
    search_fields = ("name",)
    search_backend_name = None
    list_display = ("name", Column("url", label=_("Address")))
    panels = (FieldPanel("name"), FieldPanel("slug"), FieldPanel("url"))


@hooks.register("register_admin_viewset")
def book() -> list[RecordedViewSet]:
    """Open the doors."""
    return [SourceViewSet(), DistributorViewSet()]


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    """Answer what the story form asks, and merge."""
    return [
        path("sources/suggest/", newsroom.suggest, name="sources_suggest"),
        path("sources/merge/<int:pk>/", newsroom.merge, name="sources_merge"),
        path("sources/sealed/<int:pk>/", sealing.sealed, name="sources_sealed"),
        path("sources/sealed/<int:pk>/seal/", sealing.seal, name="sources_seal"),
        path("sources/key/", sealing.key, name="sources_key"),
    ]


@hooks.register("register_icons")
def icons(icons: list[str]) -> list[str]:
    """Add the sign of a wire."""
    return [*icons, "kabar/newsroom/icons/rss.svg"]
