"""Who may do what in the newsroom: three roles, kept as groups."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Collection, GroupCollectionPermission

from kabar.staff.models import User

#: What each role may do: app label, and the code names of permissions there.
MAY_ENTER: dict[str, tuple[str, ...]] = {"wagtailadmin": ("access_admin",)}


class Role(models.TextChoices):
    """What someone is in this newsroom; the value is the name of a group."""

    WRITER = "writer", _("Writer")
    EDITOR = "editor", _("Editor")
    ADMINISTRATOR = "administrator", _("Administrator")

    @property
    def meaning(self) -> str:
        """Say in a sentence what the role may do."""
        return str(MEANINGS[self])


MEANINGS = {
    Role.WRITER: _("Writes, and changes the stories they wrote or are named on. Sends nothing to press."),
    Role.EDITOR: _("Changes every story, sends to press, withdraws, kills and spikes."),
    Role.ADMINISTRATOR: _("Everything an editor may do, and the staff, the sections and the audit record."),
}

WRITING: dict[str, tuple[str, ...]] = {
    "kabar_stories": ("add_story", "change_story", "view_story"),
    "kabar_topics": ("add_topic", "view_topic"),
    "kabar_sections": ("view_section",),
    "kabar_sources": ("view_distributor",),
    "kabar_staff": ("view_author",),
}
EDITING: dict[str, tuple[str, ...]] = {
    "kabar_stories": ("publish_story", "lock_story", "unlock_story"),
    "kabar_topics": ("change_topic", "delete_topic"),
    "kabar_sources": ("add_distributor", "change_distributor"),
    "kabar_staff": ("add_author", "change_author"),
}
RUNNING: dict[str, tuple[str, ...]] = {
    "kabar_sections": ("add_section", "change_section", "delete_section"),
    "kabar_sources": ("delete_distributor",),
    "kabar_staff": ("delete_author", "add_user", "change_user", "view_user", "view_auditentry"),
}
PERMISSIONS: dict[Role, tuple[dict[str, tuple[str, ...]], ...]] = {
    Role.WRITER: (MAY_ENTER, WRITING),
    Role.EDITOR: (MAY_ENTER, WRITING, EDITING),
    Role.ADMINISTRATOR: (MAY_ENTER, WRITING, EDITING, RUNNING),
}
PICTURES = {
    Role.WRITER: ("add_image", "choose_image"),
    Role.EDITOR: ("add_image", "change_image", "choose_image", "delete_image"),
    Role.ADMINISTRATOR: ("add_image", "change_image", "choose_image", "delete_image"),
}


def give(user: User, role: Role) -> None:
    """Give someone a role; it replaces the one they had."""
    others = Group.objects.filter(name__in=Role.values).exclude(name=role)
    user.groups.remove(*others)
    user.groups.add(Group.objects.get_or_create(name=role)[0])


def role_of(user: Any) -> Role | None:
    """Return someone's highest role; a superuser is an administrator."""
    if user.is_superuser:
        return Role.ADMINISTRATOR
    held = set(user.groups.values_list("name", flat=True))
    return next((role for role in reversed(Role) if role in held), None)


def establish(**_kwargs: Any) -> None:
    """Bring the groups up to this page; called after every migration."""
    for role in Role:
        group, _made = Group.objects.get_or_create(name=role)
        group.permissions.set(_permissions(PERMISSIONS[role]))
        _open_the_picture_store(group, PICTURES[role])


def _permissions(parts: Iterable[dict[str, tuple[str, ...]]]) -> list[Permission]:
    wanted = [(label, name) for part in parts for label, names in part.items() for name in names]
    chosen = models.Q()
    for label, name in wanted:
        chosen |= models.Q(content_type__app_label=label, codename=name)
    return list(Permission.objects.filter(chosen))


def _open_the_picture_store(group: Group, names: tuple[str, ...]) -> None:
    """Wagtail keeps the rights to pictures by collection; the newsroom has one."""
    store = Collection.get_first_root_node() or Collection.add_root(name="Root")
    allowed = Permission.objects.filter(content_type__app_label="wagtailimages", codename__in=names)
    GroupCollectionPermission.objects.filter(group=group).exclude(permission__in=allowed).delete()
    for permission in allowed:
        GroupCollectionPermission.objects.get_or_create(group=group, collection=store, permission=permission)
