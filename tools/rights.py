"""Writes docs/reference/rights.md from the rights: python -m tools.sample_paper -- python -m tools.rights"""

from __future__ import annotations

import sys
from pathlib import Path

import django
from django.utils import translation

PAGE = Path(__file__).parent.parent / "docs" / "reference" / "rights.md"

HEAD = """# Roles and rights

Made from the rights themselves by `python -m tools.sample_paper -- python -m tools.rights`.

A person holds a role at a desk, or at every desk: that is a post, and someone may hold several. A story
belongs to the desk of its section; a section without a desk belongs to every desk of its paper. Where two
posts reach one story, what either allows is allowed. Whatever is not in this table is refused, and nobody
deletes a story.

- **desk**: with every story of the desk, and with every story when the post is held at every desk
- **own**: with the stories they wrote a version of or are named on, at whatever desk
- **–**: not at all

What every reader can see, everyone with a post finds in the list and may point to; its versions and its
notes stay with its desk.
"""

TAIL = """
An administrator is one at every desk. Topics, sources, authors and pictures are shared by all desks: writers
add pictures and topics, editors change them and the others, administrators take away. Django's groups, which
Wagtail asks, follow from the posts.
"""


def page() -> str:
    """The whole page."""
    from kabar.staff.rights import ACTS
    from kabar.staff.roles import MEANINGS, Role

    with translation.override("en"):
        roles = [f"- **{role.label}** (`{role.value}`): {MEANINGS[role]}" for role in Role]
        head = "| act | " + " | ".join(str(role.label) for role in Role) + " | meaning |"
        rule = "|---" * (len(Role) + 2) + "|"
        rows = [row(act) for act in ACTS]
    return "\n".join([HEAD, *roles, "", head, rule, *rows, TAIL])


def row(act: str) -> str:
    """One act: how far each role may do it, and what it means."""
    from kabar.staff.rights import MEANINGS_OF_ACTS, RIGHTS

    cells = [reach.value if (reach := rights.get(act)) else "–" for rights in RIGHTS.values()]
    return f"| `{act}` | " + " | ".join(cells) + f" | {MEANINGS_OF_ACTS[act]} |"


if __name__ == "__main__":
    django.setup()
    PAGE.write_text(page(), encoding="utf-8")
    sys.exit(0)
