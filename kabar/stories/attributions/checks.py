"""What is looked at in a draft's sources before press: two things keep it in the building, all else warns."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kabar.sources import lint
from kabar.sources.seals import Reveals, revealed
from kabar.stories.attributions import queries
from kabar.stories.attributions.models import Attribution, Rel, Status
from kabar.stories.attributions.passages import key_of_quote, passages
from kabar.stories.attributions.words import paragraphs, whole_text
from kabar.stories.checklist import Finding, Weight
from kabar.stories.models import Story

FIELD = "attributions"


def check(draft: Story) -> Iterator[Finding]:
    """Yield what is wrong with a draft's sources."""
    attributions = queries.anchored(draft)
    yield from _unnamed(draft, attributions)
    yield from _sealed(draft)
    yield from _standing(draft, attributions)
    yield from _lost(draft, attributions)
    yield from _unattributed(draft)
    yield from _nobodys_quotes(draft)


def _unnamed(draft: Story, attributions: list[Attribution]) -> Iterator[Finding]:
    """An unnamed source needs a reason and an approver."""
    unnamed = [attribution for attribution in attributions if attribution.is_unnamed]
    approved = queries.approvals(draft) if unnamed else {}
    for each in unnamed:
        label = {"source": each.source.public_label}
        if not each.unnamed_reason.strip():
            yield Finding(_("Say why “%(source)s” is not named.") % label, Weight.BLOCKS, field=FIELD)
        elif each.key not in approved:
            yield Finding(
                _("An editor-in-chief must approve that “%(source)s” is not named.") % label,
                Weight.BLOCKS,
                field=FIELD,
            )


def _sealed(draft: Story) -> Iterator[Finding]:
    """Text that would reveal a sealed identity."""
    sealed = [each.source.pk for each in draft.attributions.all() if each.is_unnamed]
    for found in revealed(sealed, whole_text(draft)) if sealed else ():
        label = {"source": found.source.public_label}
        if found.reveals is Reveals.THE_NAME:
            words = _("The text names whoever stands behind “%(source)s”. Take the name out.") % label
            yield Finding(words, Weight.BLOCKS, field="body")
        else:
            words = _("A part of the name behind “%(source)s” stands in the text. Is it theirs?") % label
            yield Finding(words, field="body")


def _standing(draft: Story, attributions: list[Attribution]) -> Iterator[Finding]:
    opposed = {
        said["to"] for each in attributions for said in each.rel if said["rel"] in (Rel.DISPUTES, Rel.DENIES)
    }
    for each in attributions:
        label = {"source": each.source.public_label}
        if each.status == Status.RETRACTED:
            yield Finding(_("“%(source)s” took a claim back; it still stands.") % label, field=FIELD)
        elif each.key in opposed and each.status not in (Status.DISPUTED, Status.DENIED):
            yield Finding(
                _("Another source of this story disputes “%(source)s”; its standing does not say so.")
                % label,
                field=FIELD,
            )


def _lost(draft: Story, attributions: list[Attribution]) -> Iterator[Finding]:
    known = {each.key for each in attributions}
    unknown = sum(1 for key in passages(draft.body.raw_data) if key not in known)
    if unknown:
        words = ngettext(
            "%(count)d marked passage has lost its source, as passages pasted from another story do.",
            "%(count)d marked passages have lost their sources, as passages pasted from another story do.",
            unknown,
        )
        yield Finding(words % {"count": unknown}, field="body")


def _unattributed(draft: Story) -> Iterator[Finding]:
    """One finding for each paragraph that says something nobody is credited with."""
    for paragraph in paragraphs(draft):
        found = lint.unattributed(paragraph.text, draft.language, paragraph.credited)
        if found:
            yield Finding(_said(found[0]), field="body", block=paragraph.block)


def _nobodys_quotes(draft: Story) -> Iterator[Finding]:
    """A quote set apart under which no name stands and that carries no attribution either."""
    keys = {attribution.key for attribution in draft.attributions.all()}
    for block in draft.body.raw_data:
        value = block["value"]
        if block["type"] == "quote" and not (value.get("who") or key_of_quote(value) in keys):
            words = _("Who says so? “%(words)s”") % {"words": _shortened(str(value.get("text") or ""))}
            yield Finding(words, field="body", block=str(block.get("id") or ""))


def _shortened(words: str) -> str:
    return words if len(words) <= 90 else words[:87].rsplit(" ", 1)[0] + "…"


def _said(sentence: lint.Found) -> str:
    words = _shortened(sentence.text)
    if sentence.kind is lint.Kind.SPEECH:
        return _("Who says so? “%(words)s”") % {"words": words}
    return _("Who counted? “%(words)s”") % {"words": words}
