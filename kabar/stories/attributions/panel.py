"""The list of a story's sources in its form, and how two versions of it are compared."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail.admin.compare import diff_text
from wagtail.admin.panels import Panel

from kabar.sources.queries import by_number, facts
from kabar.stories.attributions import queries
from kabar.stories.attributions.evidence import EvidenceKind
from kabar.stories.attributions.models import Attribution, Channel, Rel, Status, Terms
from kabar.stories.attributions.passages import passages
from kabar.stories.attributions.wording import words
from kabar.stories.models import Story
from kabar.stories.permissions import policy


class AttributionsPanel(Panel):
    """Lists the sources; the page's script fills it and keeps the form's text."""

    def get_form_options(self) -> dict[str, Any]:
        """Claim the field, or Wagtail prints it a second time, empty, and the empty one wins."""
        return {"fields": ["attributions"]}

    class BoundPanel(Panel.BoundPanel):
        template_name = "kabar/stories/attributions/panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Return the form's text, and all the script must know."""
            context = super().get_context_data(parent_context)
            field = self.form["attributions"]
            return {**context, "field": field, "knows": known(self.instance, self.request.user)}

        def get_comparison(self) -> list[Any]:
            """Compare the sources of two versions."""
            return [Comparison]


def known(story: Story, user: Any) -> dict[str, Any]:
    """Return what the script knows from the start; everything else it asks for."""
    attributions = list(story.attributions.all())
    numbers = {each.origin_id for each in attributions} | {
        pk for each in attributions for pk in each.via or ()
    }
    may_approve = story.pk is not None and policy.user_has_permission_for_instance(user, "approve", story)
    return {
        "sources": {pk: facts(source) for pk, source in by_number(numbers).items()},
        "approvals": _approved(story, attributions),
        "suggest": reverse("sources_suggest"),
        "lint": reverse("stories_lint"),
        "approve": reverse("stories_approve_source", args=[story.pk]) if may_approve else "",
        "choices": {name: _choices(kind) for name, kind in CHOICES.items()},
        "words": {name: str(said) for name, said in words().items()},
    }


CHOICES = {"channel": Channel, "terms": Terms, "status": Status, "rel": Rel, "evidence": EvidenceKind}


def _choices(kind: Any) -> list[tuple[str, str]]:
    return [(member.value, str(member.label)) for member in kind]


def _approved(story: Story, attributions: Iterable[Attribution]) -> dict[str, dict[str, Any]]:
    """Return who approved what, with what they approved: the script sees when that changes."""
    by_key = {each.key: each for each in attributions}
    return {
        key: {
            "by": approval.by_name,
            "origin": by_key[key].source.pk,
            "terms": by_key[key].terms,
            "reason": by_key[key].unnamed_reason,
        }
        for key, approval in queries.approvals(story).items()
    }


class Comparison:
    """The sources of two versions, a line each, as Wagtail's comparison prints them."""

    is_field = True
    is_child_relation = False

    def __init__(self, before: Story, after: Story) -> None:
        self.before, self.after = _lines(before), _lines(after)

    def field_label(self) -> str:
        """Return the heading."""
        return _("Sources")

    def has_changed(self) -> bool:
        """Tell whether the sources differ."""
        return self.before != self.after

    def htmldiff(self) -> SafeString:
        """Return each line with what was taken out and what was put in."""
        keys = dict.fromkeys((*self.before, *self.after))
        rows = ((diff_text(self.before.get(key, ""), self.after.get(key, "")).to_html(),) for key in keys)
        return format_html_join("", '<p class="kabar-compared">{}</p>', rows)


def _lines(story: Story) -> dict[str, str]:
    attributions = queries.anchored(story)
    said = passages(story.body.raw_data)
    chains = queries.chains(story, attributions)
    return {each.key: _line(each, said[each.key], chains[each.key]) for each in attributions}


def _line(each: Attribution, said: list[str], chain: Iterable[Any]) -> str:
    facts = [each.source.public_label, *(source.public_label for source in chain)]
    about = [
        str(Terms(each.terms).label),
        str(Status(each.status).label),
        str(Channel(each.channel).label) if each.channel else "",
        each.unnamed_reason,
        *(f"{Rel(rel['rel']).label}: {rel['to']}" for rel in each.rel),
        *(piece["ref"] for piece in each.evidence),
    ]
    return f"“{' … '.join(said)}” — {' → '.join(facts)} ({'; '.join(filter(None, about))})"
