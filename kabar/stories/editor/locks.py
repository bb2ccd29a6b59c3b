"""Why a story that was killed or spiked cannot be written on."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from wagtail.locks import BaseLock

from kabar.stories.models import State, Story

PUT_AWAY = (State.KILLED, State.SPIKED)


class PutAway(BaseLock):
    """The lock of a killed or spiked story; it holds for everyone."""

    def for_user(self, user: Any) -> bool:
        """Hold for everyone, whatever their role."""
        return True

    def get_message(self, user: Any) -> str:
        """Say how the story got here and what can be done."""
        if self.object.state == State.KILLED:
            return _("This story was killed and stays as it is. Reason: %(reason)s") % {
                "reason": self.object.kill_reason
            }
        return _("This story is spiked. Take it off the spike to go on writing.")

    def get_locked_by(self, user: Any) -> str:
        """Name what holds it."""
        return str(self.object.get_state_display()).capitalize()

    def get_description(self, user: Any) -> str:
        """Say it in the side panel."""
        return self.get_message(user)


def lock_of(story: Story) -> BaseLock | None:
    """Return what keeps everyone, or everyone else, from writing on a story."""
    return PutAway(story) if story.state in PUT_AWAY else story.get_lock()
