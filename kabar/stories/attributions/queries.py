"""Every named read of attributions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import blake2b

from kabar.sources.models import Kind, Source
from kabar.sources.queries import by_number
from kabar.stories.attributions.models import Approval, Attribution
from kabar.stories.attributions.passages import passages
from kabar.stories.models import Story


def anchored(story: Story) -> list[Attribution]:
    """Return the attributions whose passages stand in a story's text, in the order of the text."""
    by_key = {attribution.key: attribution for attribution in story.attributions.all()}
    if not by_key:
        return []
    return [by_key[key] for key in passages(story.body.raw_data) if key in by_key]


def digest(attribution: Attribution) -> str:
    """Return what an approval is given to: who says it, on what terms, and why they are not named."""
    said = (str(attribution.origin_id), attribution.terms, attribution.unnamed_reason.strip())
    return blake2b("\0".join(said).encode(), digest_size=16).hexdigest()


def approvals(story: Story) -> dict[str, Approval]:
    """Return the approvals that hold for a story's attributions as they are now, by key."""
    asked = {attribution.key: digest(attribution) for attribution in story.attributions.all()}
    if story.pk is None or not asked:
        return {}
    given = Approval.objects.filter(story=story.pk, key__in=asked)
    return {approval.key: approval for approval in given if asked[approval.key] == approval.digest}


def chains(story: Story, attributions: Sequence[Attribution]) -> dict[str, list[Source]]:
    """Return by key through whom each claim came, nearest the paper first."""
    numbers = {number for each in attributions for number in each.via or ()}
    known = by_number(numbers)
    supplied = _supplier(story, attributions)
    return {each.key: _chain(each, supplied, known) for each in attributions}


def _supplier(story: Story, attributions: Iterable[Attribution]) -> list[Source]:
    """Return the source that stands for the story's distributor; asked only when somebody inherits it."""
    if story.distributor is None or not any(each.via is None for each in attributions):
        return []
    return list(by_number([story.distributor.source_id or 0]).values())


def _chain(attribution: Attribution, supplied: list[Source], known: dict[int, Source]) -> list[Source]:
    if attribution.via is None:
        way = [] if attribution.source.kind == Kind.OWN_REPORTING else supplied
    else:
        way = [known[number] for number in attribution.via if number in known]
    return [source for source in way if source.pk != attribution.source.pk]
