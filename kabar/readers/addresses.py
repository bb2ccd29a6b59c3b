"""Where accounts stand in a paper."""

from __future__ import annotations

from kabar.config import Paper

#: What a page asks of the newsroom once it is open, for whoever is signed in.
PERSONAL = "/-/me"


def account_path(paper: Paper, rest: str = "") -> str:
    """Return the address of the account's page, or of one of its rooms."""
    return f"/{paper.words.account}/{rest}"


def is_of_accounts(paper: Paper, path: str) -> bool:
    """Tell whether a path belongs to accounts, where a reader's cookie means something."""
    return any(path == home or path.startswith(f"{home}/") for home in (f"/{paper.words.account}", PERSONAL))
