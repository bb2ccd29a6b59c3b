"""What machines may do with the paper, said alike wherever they look: one switch, `[syndication] ai_use`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from kabar.config import Paper

#: Those who collect texts to learn from them.
LEARNERS = (
    "AI2Bot", "Amazonbot", "anthropic-ai", "Applebot-Extended", "Bytespider", "CCBot", "ClaudeBot",
    "cohere-training-data-crawler", "Diffbot", "FacebookBot", "Google-Extended", "GPTBot", "ImagesiftBot",
    "Meta-ExternalAgent", "Omgilibot", "PanguBot", "Timpibot",
)  # fmt: skip
#: Those who fetch a page to answer somebody's question with it.
ANSWERERS = (
    "ChatGPT-User", "Claude-SearchBot", "Claude-User", "DuckAssistBot", "Meta-ExternalFetcher",
    "MistralAI-User", "OAI-SearchBot", "Perplexity-User", "PerplexityBot", "YouBot",
)  # fmt: skip
KEPT_OUT = {"allow": (), "search": LEARNERS, "refuse": (*LEARNERS, *ANSWERERS)}


def for_robots(ai_use: str) -> list[str]:
    """Return the lines of robots.txt that keep machines out which may not come in."""
    kept_out = KEPT_OUT[ai_use]
    return [*(f"User-agent: {name}" for name in kept_out), "Disallow: /", ""] if kept_out else []


def for_miners(paper: Paper) -> list[dict[str, Any]]:
    """Return the paper's reservation, for the W3C group's TDM Reservation Protocol."""
    reserved = paper.syndication.reserved
    rule: dict[str, Any] = {"location": "/", "tdm-reservation": int(reserved)}
    return [{**rule, "tdm-policy": f"{paper.address}/llms.txt"} if reserved else rule]


def for_models(paper: Paper, sections: Iterable[tuple[str, str]]) -> str:
    """Return llms.txt: what the paper is, what a model may do with it, and where everything is."""
    return "\n".join([*_about(paper), *_places(paper, sections), ""])


def _about(paper: Paper) -> Iterator[str]:
    yield f"# {paper.name}"
    if paper.tagline:
        yield from ("", f"> {paper.tagline}")
    yield from ("", {"allow": _ALLOW, "search": _SEARCH, "refuse": _REFUSE}[paper.syndication.ai_use]())
    yield from ("", _("Quote with the headline, the paper's name and the address of the story."))


def _places(paper: Paper, sections: Iterable[tuple[str, str]]) -> Iterator[str]:
    yield from ("", f"## {_('Sections')}", "")
    for name, path in sections:
        yield f"- [{name}]({paper.address}{path})"
    yield from ("", f"## {_('For machines')}", "")
    for name, path in (
        ("RSS", "/rss.xml"),
        ("Atom", "/atom.xml"),
        ("JSON Feed", "/feed.json"),
        ("Sitemap", "/sitemap.xml"),
    ):
        yield f"- [{name}]({paper.address}{path})"
    words = paper.words
    yield from ("", f"## {_('About this paper')}", "")
    for name, word in (
        (_("About us"), words.about),
        (_("How we work"), words.policy),
        (_("Corrections"), words.corrections),
    ):
        yield f"- [{name}]({paper.address}/{word}/)"


def _ALLOW() -> str:
    return _("Machines may read, quote and learn from the stories of this paper.")


def _SEARCH() -> str:
    return _("Machines may find and quote the stories of this paper; they may not be trained on them.")


def _REFUSE() -> str:
    return _("Machines may not be trained on the stories of this paper, nor answer questions with them.")
