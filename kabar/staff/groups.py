"""What Wagtail asks by groups: one group for each role, with the permissions of its trade."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db import models
from wagtail.models import Collection, GroupCollectionPermission

from kabar.staff.models import Role

#: What a role may do besides the stories: app label, and the code names of permissions there.
MAY_ENTER: dict[str, tuple[str, ...]] = {"wagtailadmin": ("access_admin",)}
READING: dict[str, tuple[str, ...]] = {
    "kabar_stories": ("view_story",),
    "kabar_topics": ("view_topic",),
    "kabar_video": ("view_clip",),
    "kabar_sections": ("view_section",),
    "kabar_sources": ("view_distributor", "view_source"),
    "kabar_staff": ("view_author",),
    "kabar_writing": ("view_storytemplate",),
    "kabar_series": ("view_series",),
    "kabar_glossary": ("view_term",),
}
WRITING: dict[str, tuple[str, ...]] = {
    "kabar_stories": ("add_story", "change_story"),
    "kabar_topics": ("add_topic",),
    "kabar_sources": ("add_source",),
    "kabar_video": ("add_clip", "change_clip"),
}
EDITING: dict[str, tuple[str, ...]] = {
    "kabar_stories": ("publish_story", "lock_story", "unlock_story"),
    "kabar_topics": ("change_topic", "delete_topic"),
    "kabar_video": ("delete_clip",),
    "kabar_sources": ("add_distributor", "change_distributor", "change_source"),
    "kabar_staff": ("add_author", "change_author"),
    "kabar_writing": ("add_storytemplate", "change_storytemplate", "delete_storytemplate"),
    "kabar_series": ("add_series", "change_series", "delete_series"),
    "kabar_glossary": ("add_term", "change_term", "delete_term"),
    # Campaigns are ended and not deleted: what was counted of them is somebody's bill.
    "kabar_advertising": ("add_campaign", "change_campaign", "view_campaign"),
}
RUNNING: dict[str, tuple[str, ...]] = {
    "kabar_sections": ("add_section", "change_section", "delete_section"),
    "kabar_sources": ("delete_distributor",),
    # Plans are taken off the offer and not deleted: somebody holds them.
    "kabar_membership": ("add_plan", "change_plan", "view_plan"),
    "kabar_staff": (
        "delete_author",
        "add_user",
        "change_user",
        "view_user",
        "view_auditentry",
        "add_desk",
        "change_desk",
        "view_desk",
        "delete_desk",
    ),
}
PERMISSIONS: dict[Role, tuple[dict[str, tuple[str, ...]], ...]] = {
    Role.OBSERVER: (MAY_ENTER, READING),
    Role.WRITER: (MAY_ENTER, READING, WRITING),
    Role.SUBEDITOR: (MAY_ENTER, READING, WRITING),
    Role.EDITOR: (MAY_ENTER, READING, WRITING, EDITING),
    Role.CHIEF: (MAY_ENTER, READING, WRITING, EDITING),
    Role.ADMINISTRATOR: (MAY_ENTER, READING, WRITING, EDITING, RUNNING),
}
EVERY_ACT_ON_PICTURES = ("add_image", "change_image", "choose_image", "delete_image")
PICTURES = {
    Role.OBSERVER: ("choose_image",),
    Role.WRITER: ("add_image", "choose_image"),
    Role.SUBEDITOR: ("add_image", "choose_image"),
    Role.EDITOR: EVERY_ACT_ON_PICTURES,
    Role.CHIEF: EVERY_ACT_ON_PICTURES,
    Role.ADMINISTRATOR: EVERY_ACT_ON_PICTURES,
}


def establish(**_kwargs: Any) -> None:
    """Bring the groups up to this page; called after every migration."""
    for role in Role:
        group, _made = Group.objects.get_or_create(name=role)
        group.permissions.set(_permissions(PERMISSIONS[role]))
        _open_the_picture_store(group, PICTURES[role])


def follow(user: Any) -> None:
    """Put someone into the groups of the roles they hold, and out of the others."""
    held = set(user.posts.values_list("role", flat=True))
    user.groups.remove(*Group.objects.filter(name__in=set(Role.values) - held))
    user.groups.add(*(Group.objects.get_or_create(name=role)[0] for role in held))


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
