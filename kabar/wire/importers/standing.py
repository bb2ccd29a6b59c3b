"""Where a story stood and under whose name, as other systems write it."""

from __future__ import annotations

import re
from urllib.parse import unquote, urljoin, urlsplit

from kabar.stories.markup import inline

LONGEST = 500


def former_of(link: str) -> tuple[str, ...]:
    """Return the old address of a story on this host, with and without the slash at its end."""
    path = unquote(path_of(link.strip()))
    if not path.strip("/") or len(path) > LONGEST or not path.startswith("/"):
        return ()
    return (path.rstrip("/"), path.rstrip("/") + "/") if path.endswith("/") else (path,)


def path_of(link: str) -> str:
    """Return the path of an address, and nothing for what is none."""
    try:
        return urlsplit(link).path
    except ValueError:
        return ""


def host_of(link: str) -> str:
    """Return the host of an address, and nothing for what is none."""
    try:
        return urlsplit(link).netloc
    except ValueError:
        return ""


def joined(site: str, link: str) -> str:
    """Return an address as it stands on a site; one that is none is left as it is."""
    try:
        return urljoin(site, link)
    except ValueError:
        return link


def slug_in(name: str) -> str:
    """Return a slug as it was, if it can be one here."""
    slug = unquote(name.strip())
    return slug if re.fullmatch(r"[A-Za-z0-9_-]+", slug) else ""


def public_name(name: str) -> str:
    """Return a name fit for print: of an e-mail address only what stands before the @."""
    name = inline.text_of(name)
    return name.split("@")[0].replace(".", " ").title() if re.fullmatch(r"\S+@\S+", name) else name


def made_headline(words: str, slug: str, untitled: str) -> str:
    """Return a headline for a story without one: its first words, its slug, or a word for none."""
    spelled = slug.replace("-", " ").replace("_", " ").strip()
    made = " ".join(words.split()[:10]) or (spelled.capitalize() if not spelled.isdigit() else "")
    return made[:300] or untitled
