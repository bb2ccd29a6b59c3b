"""Who wrote in a WordPress: the names readers know, by the words with which their owners sign in."""

from __future__ import annotations

import re
from collections.abc import Mapping

#: What Co-Authors Plus puts before the slug of each writer's term.
COAUTHOR = "cap-"


class Writers:
    """Names by sign-in name, as it is written and as it stands in an address."""

    def __init__(self) -> None:
        self.names: dict[str, str] = {}

    def add(self, login: str, name: str) -> None:
        """Keep the name of a writer; one without any is called what they sign in with."""
        if login:
            self.names[login] = name or login
            self.names.setdefault(slug_of(login), name or login)

    def add_guest(self, said: Mapping[str, str], card: Mapping[str, str]) -> None:
        """Keep the name of a guest, who has a card of Co-Authors Plus and no account."""
        name = card.get("cap-display_name", "").strip() or said.get("title", "").strip()
        slug = said.get("wp:post_name", "").strip().removeprefix(COAUTHOR)
        for login in (card.get("cap-user_login", "").strip(), slug):
            # Whoever has an account as well is called as the account says.
            if login and name and self.names.get(login, login) == login:
                self.add(login, name)

    def name_of(self, login: str, nicename: str = "") -> str:
        """Return the name behind a sign-in name or behind the slug of a term; nothing when nobody said it."""
        keys = (login, nicename.removeprefix(COAUTHOR), slug_of(login))
        return next((self.names[key] for key in keys if key in self.names), "")


def slug_of(login: str) -> str:
    """Return what WordPress makes of a sign-in name in an address."""
    return re.sub(r"[^a-z0-9]+", "-", login.casefold()).strip("-")
