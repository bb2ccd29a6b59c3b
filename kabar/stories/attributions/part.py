"""How readers learn where a story's claims come from: a part of its page, and the same as data."""

from __future__ import annotations

from typing import Any

from django.template.loader import get_template

from kabar.masthead.asking import ReaderRequest
from kabar.stories import press_keys
from kabar.stories.attributions import queries
from kabar.stories.attributions.claims import Claim, claims_of
from kabar.stories.models import Story
from kabar.stories.parts import Part, Place

#: So many sources are named to search engines.
MOST_CITED = 40


def render(request: ReaderRequest, story: Story) -> str:
    """Return the part's HTML; empty for a story without attributions."""
    claims = claims_of(story)
    if not claims:
        return ""
    context = {
        "claims": claims,
        "paper": request.paper,
        "policy": f"/{story.home.words.policy}/",
        "foreign": story.language if story.language != request.paper.language else "",
    }
    return get_template("kabar/stories/how_we_know.html").render(context)


def facts(story: Story, paper: Any) -> dict[str, Any]:
    """Return the sources as schema.org knows them."""
    policy = f"{paper.address}/{paper.words.policy}/"
    claims = claims_of(story)
    return {
        "publishingPrinciples": policy,
        "citation": [_citation(claim) for claim in claims[:MOST_CITED]],
        "backstory": _backstory(claims),
    }


def keys(story: Story) -> tuple[str, ...]:
    """Return the keys of the sources a story names, now and before merging, and of what they belong to."""
    attributions = queries.anchored(story)
    chains = queries.chains(story, attributions)
    named = [source for each in attributions for source in (each.origin, each.source, *chains[each.key])]
    named += [source.member_of for source in named if source.member_of]
    return tuple(dict.fromkeys(press_keys.name_of(source) for source in named))


def _citation(claim: Claim) -> dict[str, Any]:
    """Return a claim as a work that is cited: whose words, through whom, and where they can be read."""
    cited: dict[str, Any] = {"@type": "Quotation" if claim.is_quote else "Claim"}
    if claim.is_quote:
        cited |= {"text": claim.words, "spokenByCharacter": _who(claim)}
    else:
        cited |= {"name": claim.words, "author": _who(claim)}
    if len(claim.chain) > 1:
        cited["provider"] = {"@type": "Organization", "name": claim.chain[0].label}
    urls = [piece["ref"] for piece in claim.evidence if piece["kind"] == "url"]
    return {**cited, "url": urls[0]} if urls else cited


def _who(claim: Claim) -> dict[str, Any]:
    origin = claim.origin
    who = {"@type": "Organization" if not origin.role else "Person", "name": origin.label}
    if origin.role:
        who["jobTitle"] = origin.role
    if origin.of and origin.role:
        who["affiliation"] = {"@type": "Organization", "name": origin.of}  # type: ignore[assignment]
    return who


def _backstory(claims: list[Claim]) -> str:
    """Return the chains as one text."""
    return " ".join(f"[{claim.number}] {_told(claim)}" for claim in claims)


def _told(claim: Claim) -> str:
    chain = " ← ".join(link.label for link in claim.chain)
    reason = f" ({claim.reason})" if claim.reason else ""
    return f"{chain}{reason}. {claim.standing}"


PART = Part("how_we_know", Place.AFTER_BODY, render, facts=facts, keys=keys, rank=20)
