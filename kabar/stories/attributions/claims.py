"""What readers are told of a story's sources: who says it, by what way, and what stands against it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kabar.sources.models import Interest, Kind, Source
from kabar.stories.attributions import queries
from kabar.stories.attributions.evidence import public
from kabar.stories.attributions.models import Attribution, Channel, Rel, Status, Terms
from kabar.stories.attributions.passages import passages
from kabar.stories.models import Story

#: A claim is quoted up to here.
LONGEST = 220


@dataclass(frozen=True, slots=True)
class Link:
    """One link of the chain from the paper to whoever said it."""

    label: str
    role: str = ""
    of: str = ""
    interest: str = ""
    url: str = ""


@dataclass(slots=True)
class Claim:
    """One claim as readers see it."""

    number: int
    key: str
    words: str
    is_quote: bool
    chain: list[Link]
    channel: str = ""
    standing: str = ""
    standing_name: str = ""
    reason: str = ""
    against: list[str] = field(default_factory=list)
    backed: list[str] = field(default_factory=list)
    evidence: list[dict[str, Any]] = field(default_factory=list)

    @property
    def origin(self) -> Link:
        """Who said it."""
        return self.chain[-1]


def claims_of(story: Story) -> list[Claim]:
    """Return the claims of a story in the order of its text; none for a story without attributions."""
    attributions = queries.anchored(story)
    if not attributions:
        return []
    chains = queries.chains(story, attributions)
    words = passages(story.body.raw_data)
    claims = [
        _claim(number, each, chains[each.key], " … ".join(words[each.key]))
        for number, each in enumerate(attributions, 1)
    ]
    _set_against_each_other(attributions, claims)
    return claims


def mark(numbers: dict[str, int]) -> Any:
    """Return how the passages of a text are printed: a small number after each, leading to its claim."""
    seen: set[str] = set()

    def marked(key: str, inner: str, is_last: bool) -> str:
        number = numbers.get(key)
        if number is None:
            return inner
        anchor = "" if key in seen else format_html(' id="claim-{}"', number)
        seen.add(key)
        text = f'<span class="claim"{anchor}>{inner}</span>'
        return text + (_number(number) if is_last else "")

    return marked


def _number(number: int) -> SafeString:
    words = _("How we know this: %(number)d") % {"number": number}
    return format_html(
        '<a class="claim-mark" href="#source-{}" aria-label="{}">{}</a>', number, words, number
    )


def _claim(number: int, attribution: Attribution, way: Sequence[Source], words: str) -> Claim:
    status = Status(attribution.status)
    return Claim(
        number=number,
        key=attribution.key,
        words=_shortened(words),
        is_quote=attribution.is_quote,
        chain=[*(_link(source) for source in way), _origin(attribution)],
        channel=str(Channel(attribution.channel).label) if attribution.channel else "",
        standing=STANDING[status](),
        standing_name=status.value,
        reason=attribution.unnamed_reason if attribution.is_unnamed else "",
        evidence=public(attribution.evidence),
    )


def _shortened(words: str) -> str:
    """A passage that begins in the middle of its sentence says so."""
    words = f"… {words}" if words[:1].islower() else words
    if len(words) <= LONGEST:
        return words
    return words[: LONGEST - 1].rsplit(" ", 1)[0].rstrip(",;:") + "…"


def _origin(attribution: Attribution) -> Link:
    """Who said it, as far as the terms allow to say."""
    source = attribution.source
    if attribution.terms == Terms.DEEP_BACKGROUND:
        return Link(_("a source known to the newsroom"))
    if attribution.terms == Terms.BACKGROUND and not source.unnamed:
        # The book knows a name; on background only the position may be printed.
        return Link(source.role or _("a source known to the newsroom"), of=_body_of(source))
    return _link(source)


def _link(source: Source) -> Link:
    if source.kind == Kind.OWN_REPORTING:
        return Link(_("our own reporting"))
    belongs = source.member_of
    interest = source.interest or (belongs.interest if belongs else "")
    return Link(
        label=source.public_label,
        role="" if source.unnamed else source.role,
        of=_body_of(source),
        interest=str(Interest(interest).label) if interest else "",
        url="" if source.unnamed else source.url,
    )


def _body_of(source: Source) -> str:
    return source.member_of.public_label if source.member_of else ""


def _set_against_each_other(attributions: Sequence[Attribution], claims: Sequence[Claim]) -> None:
    """Say on both claims what one does to the other."""
    by_key = {claim.key: claim for claim in claims}
    for attribution in attributions:
        for said in attribution.rel:
            other = by_key.get(said["to"])
            if other is not None:
                _say(Rel(said["rel"]), by_key[attribution.key], other)


def _say(rel: Rel, claim: Claim, other: Claim) -> None:
    names = {
        "source": claim.origin.label, "number": claim.number,
        "other": other.origin.label, "other_number": other.number,
    }  # fmt: skip
    if rel is Rel.CORROBORATES:
        if other.standing_name == Status.SINGLE_SOURCE:
            other.standing = ""
        other.backed.append(_("Confirmed by %(source)s (%(number)d).") % names)
        claim.backed.append(_("Confirms what %(other)s says (%(other_number)d).") % names)
    elif rel is Rel.DENIES:
        other.against.append(_("Denied by %(source)s (%(number)d).") % names)
        claim.against.append(_("Denies what %(other)s says (%(other_number)d).") % names)
    else:
        other.against.append(_("Disputed by %(source)s (%(number)d).") % names)
        claim.against.append(_("Disputes what %(other)s says (%(other_number)d).") % names)


#: What readers are told of how a claim stands.
STANDING = {
    Status.UNVERIFIED: lambda: _("Not verified."),
    Status.SINGLE_SOURCE: lambda: _("Nobody else has confirmed this."),
    Status.CORROBORATED: lambda: pgettext("a claim", "Confirmed."),
    Status.DISPUTED: lambda: pgettext("a claim", "Disputed."),
    Status.DENIED: lambda: pgettext("a claim", "Denied."),
    Status.RETRACTED: lambda: _("Taken back by its source."),
}
