"""The newsroom's door to its own people: accounts with a role, authors, the audit record."""

from __future__ import annotations

from typing import Any, ClassVar, cast

import django_filters
from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.base import ViewSet
from wagtail.users.forms import UserCreationForm, UserEditForm
from wagtail.users.views import users

from kabar.staff.models import AuditEntry, Author, User
from kabar.staff.recorded import ChoosableViewSet
from kabar.staff.roles import MEANINGS, Role, give, role_of
from kabar.staff.services import record


class HasRole(forms.Form):
    """The part of the form of an account that says what its owner may do."""

    instance: User
    role = forms.ChoiceField(label=_("Role"), choices=(), widget=forms.RadioSelect)
    field_order = (
        "first_name",
        "last_name",
        "username",
        "email",
        "role",
        "password1",
        "password2",
        "is_active",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = cast(forms.ChoiceField, self.fields["role"])
        roles.choices = [(role.value, f"{role.label}: {MEANINGS[role]}") for role in Role]
        roles.initial = (role_of(self.instance) if self.instance.pk else None) or Role.WRITER
        for name in ("is_superuser", "groups"):
            self.fields.pop(name, None)


class NewAccount(HasRole, UserCreationForm):
    """Someone new in the newsroom."""


class Account(HasRole, UserEditForm):
    """Someone in the newsroom; nobody changes their own role."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "is_active" not in self.fields:
            del self.fields["role"]


class KeepsRole:
    """Gives the role chosen on the form, and puts the change on record."""

    def save_instance(self) -> User:
        """Keep the account."""
        user = super().save_instance()  # type: ignore[misc]
        role = self.form.cleaned_data.get("role")  # type: ignore[attr-defined]
        if role:
            give(user, Role(role))
        record("account", user, by=self.request.user, role=role)  # type: ignore[attr-defined]
        return user


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
            Column("role", label=_("Role"), accessor=_role_label),
            BooleanColumn("is_active", label=_("Has access")),
            DateColumn("last_login", label=_("Last here")),
        ]


def _role_label(user: User) -> str:
    role = role_of(user)
    return str(role.label) if role else "–"


class AddSomeone(KeepsRole, users.CreateView):
    """A new account."""

    page_title = _("Add someone")
    success_message = _("%(object)s may come in now.")


class ChangeSomeone(KeepsRole, users.EditView):
    """An account; a superuser's is changed by a superuser only."""

    success_message = _("The account of %(object)s is changed.")

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
    panels = tuple(FieldPanel(name) for name in ("name", "slug", "role_title", "bio", "email", "user"))


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
    "note": pgettext_lazy("someone", "wrote a note"),
    "resolve": pgettext_lazy("someone", "resolved a note"),
    "hand over": pgettext_lazy("someone", "handed over"),
    "read hand-over": pgettext_lazy("someone", "read a hand-over"),
}


def acted(entry: AuditEntry) -> str:
    """Return an act in words."""
    return str(ACTS.get(entry.act, entry.act))
