"""A new story is kept once, however often its form is sent: the form has a key, and the story remembers it.

A phone repeats what it got no answer to; somebody presses twice; the first autosave is under way when the
button is pressed. All of them send the form of a new story again, and mean the story that is there by then.
"""

from __future__ import annotations

from uuid import UUID, uuid4

from kabar.stories.models import Story

FIELD = "form_key"


def new_key() -> str:
    """Return the key of a form that nobody has seen yet."""
    return str(uuid4())


def origin_of(key: str) -> str | None:
    """Return the origin of the story that a form with this key begins; none for a form without one."""
    try:
        return f"form:{UUID(key)}"
    except ValueError:
        return None


def begun_by(key: str) -> int | None:
    """Return the number of the story that a form with this key began."""
    origin = origin_of(key)
    return Story.objects.filter(origin=origin).values_list("pk", flat=True).first() if origin else None
