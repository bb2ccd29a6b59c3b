"""The newsroom's door to its own people: accounts with a role, authors, the audit record."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.widgets.button import Button
from wagtail.users.views import users

from kabar.staff.accounts import Account, KeepsPosts, NewAccount
from kabar.staff.models import AuditEntry, Author, Desk, Role, User
from kabar.staff.recorded import ChoosableViewSet, RecordedViewSet


class People(users.IndexView):
    """Everyone with a key."""

    page_title = _("Staff")
    add_item_label = _("Add someone")
    show_other_searches = False
    filterset_class = None

    @cached_property
    def columns(self) -> list[Column]:
        """Return who, what they may do, and when they were last here."""
        name = self._get_title_column_class(users.UserColumn)
        return [
            name("name", accessor=str, label=_("Name"), get_url=self.get_edit_url, classname="name"),
            Column("username", label=_("User name")),
            Column("role", label=_("Role"), accessor=_posts_in_words),
            BooleanColumn("is_active", label=_("Has access")),
            DateColumn("last_login", label=_("Last here")),
        ]

    def get_base_queryset(self) -> QuerySet[User]:
        """Return the accounts with the posts their owners hold."""
        return super().get_base_queryset().prefetch_related("posts__desk")


def _posts_in_words(user: User) -> str:
    if user.is_superuser:
        return str(Role.ADMINISTRATOR.label)
    held = [
        f"{post.get_role_display()} ({post.desk})" if post.desk else post.get_role_display()
        for post in user.posts.all()
    ]
    return ", ".join(held) or "–"


class AddSomeone(KeepsPosts, users.CreateView):
    """A new account."""

    page_title = _("Add someone")
    success_message = _("%(object)s may come in now.")


class ChangeSomeone(KeepsPosts, users.EditView):
    """An account; a superuser's is changed by a superuser only."""

    success_message = _("The account of %(object)s is changed.")

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        """Lead to what an administrator does for someone besides."""
        keys = Button(_("Keys and sessions"), reverse("person", args=[self.object.pk]), icon_name="key")
        return [*super().header_more_buttons, keys]

    def setup(self, request: Any, *args: Any, **kwargs: Any) -> None:
        """Ask first."""
        super().setup(request, *args, **kwargs)
        if self.object.is_superuser and not request.user.is_superuser:
            raise PermissionDenied


class KeepsEveryone(users.DeleteView):
    """Accounts are closed, not deleted: the audit record names them."""

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """Refuse."""
        raise PermissionDenied


class StaffViewSet(users.UserViewSet):
    """Accounts of the newsroom."""

    icon = "group"
    menu_label = _("Staff")
    menu_order = 700
    add_to_settings_menu = False
    add_to_admin_menu = True
    copy_view_enabled = False
    inspect_view_enabled = False
    filterset_class = ViewSet.UNDEFINED
    index_view_class = People
    add_view_class = AddSomeone
    edit_view_class = ChangeSomeone
    delete_view_class = KeepsEveryone

    def get_form_class(self, for_update: bool = False) -> type[forms.Form]:
        """Return the form with one role instead of groups and a switch for everything."""
        return Account if for_update else NewAccount

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Leave out deleting."""
        return {**super().get_common_view_kwargs(**kwargs), "delete_url_name": None, "copy_url_name": None}

    def register_search_area(self) -> None:
        """Search stays on the list."""


class DeskViewSet(RecordedViewSet):
    """The desks of the newsroom."""

    model = Desk
    icon = "folder-open-inverse"
    name = menu_name = "desks"
    menu_label = _("Desks")
    menu_order = 690
    add_to_admin_menu = True
    ordering = ("paper", "position", "name")
    list_display = ("name", Column("slug", label=_("Slug")), Column("position", label=_("Place in lists")))
    inspect_view_enabled = False

    def get_edit_handler(self) -> Any:
        """Return the form."""
        return ObjectList([FieldPanel(name) for name in ("name", "slug", "position")]).bind_to_model(Desk)


class AuthorViewSet(ChoosableViewSet):
    """Names that stand on stories."""

    model = Author
    icon = "user"
    menu_label = _("Authors")
    menu_name = "authors"
    menu_order = 600
    add_to_admin_menu = True
    admin_url_namespace = "authors"
    base_url_path = "authors"
    chooser_admin_url_namespace = "authors_chooser"
    chooser_base_url_path = "authors/choose"
    chooser_per_page = 20
    list_per_page = 50
    ordering = ("name",)
    search_fields = ("name",)
    search_backend_name = None
    list_display = ("name", Column("role_title", label=_("Position")), Column("user", label=_("Account")))
    panels = tuple(
        FieldPanel(name) for name in ("name", "slug", "role_title", "beat", "bio", "email", "user")
    )


class AuditFilters(WagtailFilterSet):
    """What the record may be narrowed to."""

    act = django_filters.CharFilter(label=_("Act"), lookup_expr="iexact")
    subject_id = django_filters.CharFilter(label=_("Subject"))

    class Meta:
        model = AuditEntry
        fields: ClassVar[list[str]] = []


class AuditList(generic.IndexView):
    """Who did what and when; nothing can be changed here."""

    model = AuditEntry
    page_title = _("Audit")
    header_icon = "history"
    any_permission_required = ("view",)
    permission_required = None
    paginate_by = 50
    default_ordering = None
    filterset_class = AuditFilters
    index_url_name = "audit:index"
    index_results_url_name = "audit:results"

    @cached_property
    def columns(self) -> list[Column]:
        """Return the record's lines."""
        return [
            Column("number", label=_("Number"), accessor=lambda entry: entry.number or "…", width="7%"),
            DateColumn("at", label=_("At"), width="14%"),
            Column("by", label=_("By"), accessor=lambda entry: str(entry.by or "–"), width="16%"),
            Column("act", label=_("Act"), accessor=acted, width="16%"),
            Column("summary", label=_("Subject")),
            Column("reason", label=_("Reason"), accessor=lambda entry: entry.details.get("reason", "")),
        ]

    def get_base_queryset(self) -> QuerySet[AuditEntry]:
        """Return the record with its names."""
        return AuditEntry.objects.select_related("by")

    def order_queryset(self, queryset: QuerySet[AuditEntry]) -> QuerySet[AuditEntry]:
        """Newest first."""
        return queryset.order_by("-pk")


ACTS = {
    "publish": pgettext_lazy("someone", "published"),
    "update": pgettext_lazy("someone", "published changes"),
    "withdraw": pgettext_lazy("someone", "withdrew"),
    "kill": pgettext_lazy("someone", "killed"),
    "spike": pgettext_lazy("someone", "spiked"),
    "unspike": pgettext_lazy("someone", "took off the spike"),
    "begin": pgettext_lazy("someone", "began"),
    "change": pgettext_lazy("someone", "changed"),
    "remove": pgettext_lazy("someone", "removed"),
    "account": pgettext_lazy("someone", "changed an account"),
    "welcome": pgettext_lazy("someone", "opened an account"),
    "new password": pgettext_lazy("someone", "gave a new password"),
    "assign": pgettext_lazy("someone", "assigned"),
    "accept": pgettext_lazy("someone", "accepted"),
    "drop": pgettext_lazy("someone", "dropped"),
    "file": pgettext_lazy("someone", "filed for review"),
    "return": pgettext_lazy("someone", "returned"),
    "approve": pgettext_lazy("someone", "approved"),
    "override": pgettext_lazy("someone", "sent without approval"),
    "live open": pgettext_lazy("someone", "opened a live story"),
    "live close": pgettext_lazy("someone", "closed a live story"),
    "live summary": pgettext_lazy("someone", "pinned a summary"),
    "live entry": pgettext_lazy("someone", "sent a live entry"),
    "live correct": pgettext_lazy("someone", "corrected a live entry"),
    "live withdraw": pgettext_lazy("someone", "withdrew a live entry"),
    "live story": pgettext_lazy("someone", "began a story from a live entry"),
    "note": pgettext_lazy("someone", "wrote a note"),
    "resolve": pgettext_lazy("someone", "resolved a note"),
    "hand over": pgettext_lazy("someone", "handed over"),
    "read hand-over": pgettext_lazy("someone", "read a hand-over"),
    "passkey added": pgettext_lazy("someone", "added a passkey"),
    "passkey removed": pgettext_lazy("someone", "removed a passkey"),
    "app added": pgettext_lazy("someone", "set up an authenticator app"),
    "app removed": pgettext_lazy("someone", "removed an authenticator app"),
    "recovery codes": pgettext_lazy("someone", "made recovery codes"),
    "factors reset": pgettext_lazy("someone", "reset a second factor"),
    "sessions ended": pgettext_lazy("someone", "ended sessions"),
    "invite": pgettext_lazy("someone", "invited"),
    "put on": pgettext_lazy("someone", "put on"),
    "pause": pgettext_lazy("someone", "paused"),
    "resume": pgettext_lazy("someone", "resumed"),
    "end": pgettext_lazy("someone", "ended"),
    "withdraw report": pgettext_lazy("someone", "withdrew the links to a report"),
    "accept invitation": pgettext_lazy("someone", "accepted an invitation"),
}


def acted(entry: AuditEntry) -> str:
    """Return an act in words."""
    return str(ACTS.get(entry.act, entry.act))
