"""The story form, in the order a reporter works."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList, Panel
from wagtail.admin.widgets import AdminAutoHeightTextInput
from wagtail.blocks.stream_block import StreamBlockValidationError, StreamValue
from wagtail.images.widgets import AdminImageChooser
from wagtail.snippets.widgets import AdminSnippetChooser

from kabar.sections.queries import papers_of_sections
from kabar.sources.services import count_uses
from kabar.staff.models import Author
from kabar.stories import text_checks
from kabar.stories.attributions import form as attributions
from kabar.stories.attributions.panel import AttributionsPanel
from kabar.stories.markup.inline import CONTROL
from kabar.stories.permissions import may_set_access
from kabar.topics.fields import TopicPicker, must_be_of


class StoryForm(WagtailAdminModelForm):
    """A story as it is written; an unfinished one may be kept without a headline."""

    attributions = attributions.AttributionsField()

    class Meta:
        defer_required_on_fields = ("headline",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["attributions"] = attributions.initial(self.instance)
        # Whoever posts a form without it means what the story says already.
        self.fields["ai_use"].required = False
        if self.for_user is not None and not may_set_access(self.for_user, self.instance):
            self.fields["access"].disabled = True

    def clean_headline(self) -> str:
        """Keep a headline on one line, wherever it was pasted from."""
        return " ".join(CONTROL.sub(" ", self.cleaned_data.get("headline") or "").split())

    def clean_access(self) -> str:
        """Leave it as it is where the form does not ask."""
        asked = self.add_prefix("access") in self.data
        return self.cleaned_data["access"] if asked else self.instance.access

    def clean_body(self) -> StreamValue:
        """Leave out paragraphs nobody has written; a story without any other goes to no press."""
        body = self.cleaned_data["body"]
        written = [(child.block_type, child.value, child.id) for child in body if not _is_empty(child)]
        body = body if len(written) == len(body) else StreamValue(body.stream_block, written)
        if not self.is_deferred_validation and not self._may_go_to_press_with(body):
            raise StreamBlockValidationError(non_block_errors=[text_checks.refusal()])
        return body

    def _may_go_to_press_with(self, body: StreamValue) -> bool:
        return text_checks.says_something(body.raw_data) or text_checks.may_go_without(self.instance)

    def clean(self) -> dict[str, Any]:
        """Take the sources whose passages stand in the body, and topics of the paper the story is for."""
        cleaned = super().clean()
        said = cleaned.get("attributions")
        self.sources = None
        if said is not None and "body" in cleaned:
            try:
                self.sources = attributions.kept(said, self.instance, cleaned["body"].raw_data)
            except ValidationError as refusal:
                self.add_error("attributions", refusal)
        if "section" in cleaned and "topics" in cleaned:
            try:
                must_be_of(cleaned["section"].paper, cleaned["topics"])
            except ValidationError as refusal:
                self.add_error("topics", refusal)
        return cleaned

    def save(self, commit: bool = True) -> Any:
        """Put the sources on the story, and remember which were used anew."""
        if self.sources is not None:
            there = {each.key: each.origin_id for each in self.instance.attributions.all()}
            count_uses(each.origin_id for each in self.sources if there.get(each.key) != each.origin_id)
            self.instance.attributions = self.sources
        return super().save(commit)


def _is_empty(block: StreamValue.StreamChild) -> bool:
    return block.block_type == "paragraph" and not strip_tags(block.value.source).strip()


_beside: list[Callable[[], Panel]] = []


def stand_beside(make: Callable[[], Panel]) -> None:
    """Put a panel into the narrow column of the story form; call it in an app's `ready`."""
    _beside.append(make)


def story_form() -> ObjectList:
    """Return the panels: the story itself in the wide column, what places it in the narrow one."""
    beside = [*(make() for make in _beside), _its_place(), _its_rules()]
    narrow = MultiFieldPanel(beside, classname="kabar-side")
    return ObjectList([*_the_story(), narrow], base_form_class=StoryForm)


def _the_story() -> list[Panel]:
    return [
        FieldPanel(
            "headline",
            classname="kabar-headline",
            icon="title",
            widget=AdminAutoHeightTextInput(attrs={"rows": 1}),
        ),
        FieldPanel(
            "kicker", heading=_("Kicker"), help_text=_("A word or two above the headline."), icon="minus"
        ),
        FieldPanel(
            "standfirst",
            heading=_("Standfirst"),
            help_text=_("What happened, in one or two sentences."),
            widget=AdminAutoHeightTextInput(attrs={"rows": 2}),
        ),
        FieldPanel("body", heading=_("Body"), icon="doc-full"),
        AttributionsPanel(heading=_("Sources"), icon="openquote"),
        MultiFieldPanel(
            [
                FieldPanel("lead_picture", heading=_("Picture"), widget=AdminImageChooser),
                FieldPanel("lead_caption", heading=_("Caption here")),
            ],
            heading=_("Lead picture"),
            icon="image",
        ),
        InlinePanel(
            "bylines",
            heading=_("Byline"),
            label=pgettext_lazy("byline", "Name"),
            icon="user",
            panels=[
                FieldRowPanel(
                    [FieldPanel("author", widget=AdminSnippetChooser(model=Author)), FieldPanel("role")]
                )
            ],
        ),
        MultiFieldPanel(
            [
                FieldRowPanel(
                    [
                        FieldPanel("dateline_place", heading=_("Place")),
                        FieldPanel("dateline_zone", heading=_("Zone")),
                    ]
                )
            ],
            heading=_("Dateline"),
            icon="site",
        ),
    ]


def _its_place() -> Panel:
    return MultiFieldPanel(
        [
            FieldPanel("section"),
            FieldPanel("topics", widget=TopicPicker(papers_of_sections)),
            FieldPanel("access"),
            FieldPanel("distributor"),
            FieldPanel("language"),
            FieldPanel("slugline", heading=_("Slugline")),
            FieldPanel(
                "slug",
                heading=_("Slug"),
                help_text=_("Last part of the address; made of the headline when left empty."),
            ),
        ],
        heading=_("Place in the paper"),
        icon="folder-open-inverse",
    )


def _its_rules() -> Panel:
    return MultiFieldPanel(
        [
            FieldPanel("may_harm"),
            FieldPanel("unverified"),
            FieldPanel("first_source"),
            FieldPanel("why_urgent"),
            FieldPanel("out_of_reach"),
            FieldPanel("protects_child"),
            FieldPanel("protects_victim"),
            FieldPanel("protects_witness"),
            FieldPanel("ai_use"),
            FieldPanel("ai_approved_by"),
            FieldPanel("sponsored"),
            FieldPanel("sponsor"),
        ],
        heading=_("Rules of the press"),
        icon="warning",
        classname="kabar-rules collapsed",
    )
