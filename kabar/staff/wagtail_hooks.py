"""The newsroom's door to its people and its record, and what its menu holds."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.snippets.models import register_snippet

from kabar.staff.bulk import close
from kabar.staff.factors.own import OwnKeys, Person, StepUp
from kabar.staff.models import Author, User
from kabar.staff.viewset import AuditList, AuthorViewSet, DeskViewSet

register_snippet(AuthorViewSet)
close("delete", Author, User)
close("assign_role", User)
close("set_active_state", User)


@hooks.register("register_admin_viewset")
def desks() -> DeskViewSet:
    """Open the door to the desks."""
    return DeskViewSet()


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern | URLResolver]:
    """Open the audit record for reading, and the pages of keys and sessions."""
    pages = [
        path("", AuditList.as_view(), name="index"),
        path("results/", AuditList.as_view(results_only=True), name="results"),
    ]
    return [
        path("audit/", include((pages, "audit"))),
        path("keys/", OwnKeys.as_view(), name="own_keys"),
        path("keys/step-up/", StepUp.as_view(), name="step_up"),
        path("users/<int:pk>/keys/", Person.as_view(), name="person"),
    ]


class AuditMenuItem(MenuItem):
    """Leads to the record those who may read it."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Show it to administrators."""
        return request.user.has_perm("kabar_staff.view_auditentry")


@hooks.register("register_admin_menu_item")
def audit_menu_item() -> AuditMenuItem:
    """Put the record at the end of the menu."""
    return AuditMenuItem(_("Audit"), reverse("audit:index"), name="audit", icon_name="history", order=800)


#: All there is in the menu; what Wagtail adds besides has no use in a newsroom.
MENU = (
    "wire", "stories", "live", "schedule", "fronts", "corrections", "images", "video", "topics", "series",
    "sections", "sources", "authors", "desks", "users", "audit",
)  # fmt: skip


@hooks.register("construct_main_menu", order=1000)
def only_the_newsroom(request: HttpRequest, items: list[Any]) -> None:
    """Leave in the menu what a newsroom works with."""
    items[:] = [item for item in items if item.name in MENU]


@hooks.register("register_permissions")
def no_other_permissions() -> Any:
    """Rights are given by role; Wagtail's table of single permissions stays empty."""
    from django.contrib.auth.models import Permission

    return Permission.objects.none()
