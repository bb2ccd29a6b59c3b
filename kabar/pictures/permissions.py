"""Who may change a picture: whoever sent it, until readers see it; from then on those who publish."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy

from kabar.pictures.models import Picture
from kabar.staff.permissions import may
from kabar.staff.rights import PUBLISH


class PicturePolicy(CollectionOwnershipPermissionPolicy):
    """Wagtail's rights of a library, but what stands on a live page is not its sender's any more."""

    def user_has_any_permission_for_instance(
        self, user: Any, actions: Iterable[str], instance: Picture
    ) -> bool:
        """Tell whether someone may do any of this to this picture."""
        if instance.released and {"change", "delete"}.intersection(actions) and not may(user, PUBLISH):
            return False
        return super().user_has_any_permission_for_instance(user, actions, instance)


def policy() -> PicturePolicy:
    """Return the policy as Wagtail wants it registered."""
    return PicturePolicy(Picture, auth_model="wagtailimages.Image", owner_field_name="uploaded_by_user")
