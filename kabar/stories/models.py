"""The story: what is written, where it stands, and whose names are on it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.models import DraftStateMixin, LockableMixin, Orderable, PreviewableMixin, RevisionMixin

from kabar import clock
from kabar.config import Paper
from kabar.pictures.models import Picture
from kabar.sections.models import Section
from kabar.sources.models import Distributor
from kabar.staff.models import Author
from kabar.stories.blocks import BodyField
from kabar.stories.languages import RIGHT_TO_LEFT, WRITTEN_IN
from kabar.stories.rules import Ground, UnderRules
from kabar.topics.models import Topic
from kabar.video.models import Clip

ZONES = [(clock.WIB, "WIB"), (clock.WITA, "WITA"), (clock.WIT, "WIT")]


def home_language() -> str:
    """Return the language stories are written in unless they say otherwise."""
    return settings.LANGUAGE_CODE


class State(models.TextChoices):
    """Where a story stands; changed only by `stories.services`."""

    DRAFT = "draft", _("draft")
    LIVE = "live", _("live")
    WITHDRAWN = "withdrawn", _("withdrawn")
    KILLED = "killed", _("killed")
    SPIKED = "spiked", _("spiked")


class Story(PreviewableMixin, LockableMixin, DraftStateMixin, RevisionMixin, UnderRules):
    """A story and its present text; work in progress waits in its revisions."""

    #: What belongs to the story and not to a draft of it: restoring a revision leaves these alone.
    OF_THE_STORY = (
        "paper", "state", "path", "origin", "kill_reason", "last_published_at", "created_at", "embargo_until",
    )  # fmt: skip
    #: The key of the paper that printed it first, on a copy that stands in another; empty at home.
    lent_by = ""

    paper = models.CharField(max_length=32, default="main", editable=False)
    section = models.ForeignKey(
        Section, verbose_name=_("section"), on_delete=models.PROTECT, related_name="stories"
    )
    slugline = models.CharField(
        _("slugline"),
        max_length=80,
        blank=True,
        help_text=_("The newsroom's working name; readers never see it."),
    )
    kicker = models.CharField(_("kicker"), max_length=80, blank=True)
    headline = models.CharField(_("headline"), max_length=300)
    standfirst = models.TextField(_("standfirst"), blank=True)
    slug = models.SlugField(_("slug"), max_length=150, blank=True, allow_unicode=False, db_index=False)
    language = models.CharField(_("language"), max_length=5, default=home_language, choices=WRITTEN_IN)
    dateline_place = models.CharField(_("dateline"), max_length=80, blank=True)
    dateline_zone = models.CharField(_("zone of the dateline"), max_length=40, blank=True, choices=ZONES)
    distributor = models.ForeignKey(
        Distributor,
        verbose_name=_("distributor"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    lead_picture = models.ForeignKey(
        Picture,
        verbose_name=_("lead picture"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    lead_caption = models.CharField(_("caption here"), max_length=300, blank=True)
    body: Any = BodyField(verbose_name=_("body"), blank=True)
    topics = ParentalManyToManyField(Topic, verbose_name=_("topics"), blank=True, related_name="stories")

    state = models.CharField(
        _("state"), max_length=12, choices=State.choices, default=State.DRAFT, editable=False
    )
    path = models.CharField(max_length=255, null=True, editable=False)
    kill_reason = models.CharField(max_length=300, blank=True, editable=False)
    origin = models.CharField(max_length=200, unique=True, null=True, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    embargo_until = models.DateTimeField(_("under embargo until"), null=True, editable=False)

    class Meta:
        verbose_name = _("story")
        verbose_name_plural = _("stories")
        constraints = [models.UniqueConstraint(fields=["paper", "path"], name="story_address")]
        indexes = [
            models.Index(
                "section",
                models.F("first_published_at").desc(),
                models.F("id").desc(),
                name="story_of_section",
                condition=Q(live=True),
            ),
            models.Index(
                "paper",
                models.F("first_published_at").desc(),
                models.F("id").desc(),
                name="story_latest",
                condition=Q(live=True),
            ),
            models.Index(fields=["state", "-created_at"], name="story_desk"),
            models.Index(
                fields=["embargo_until"], name="story_embargo", condition=Q(embargo_until__isnull=False)
            ),
            models.Index(fields=["paper"], name="story_unverified", condition=Q(live=True, unverified=True)),
        ]

    def __str__(self) -> str:
        return self.headline

    def get_absolute_url(self) -> str:
        """Return the permanent address; empty before the first publication."""
        return self.path or ""

    @property
    def home(self) -> Paper:
        """Return the paper that printed it first, in whose words what its page points to is found."""
        return settings.PAPER.for_key(self.lent_by or self.paper)

    @property
    def is_right_to_left(self) -> bool:
        """Whether its language is written from right to left."""
        return self.language in RIGHT_TO_LEFT

    @property
    def is_dated(self) -> bool:
        """Whether anybody knows when it was first printed; of some stories in archives nobody does."""
        return self.first_published_at is None or clock.is_known(self.first_published_at)

    @property
    def place_zone(self) -> str:
        """Return the zone its time is printed in: the dateline's, or the paper's."""
        return self.dateline_zone or settings.PAPER.for_key(self.paper).zone

    def place_zone_of_paper(self) -> str:
        """Return the zone its address is dated in: the paper's own."""
        return settings.PAPER.for_key(self.paper).zone

    def with_content_json(self, content: dict[str, Any]) -> Story:
        """Return a revision's text on the story as it stands."""
        draft = super().with_content_json(content)
        for name in self.OF_THE_STORY:
            setattr(draft, name, getattr(self, name))
        return draft

    def publish(self, *args: Any, **kwargs: Any) -> None:
        """Refuse Wagtail's own way to press while an embargo stands; ours is `stories.services`."""
        if self.embargo_until is not None:
            raise RuntimeError(f"story {self.pk} is under embargo until {self.embargo_until}")
        super().publish(*args, **kwargs)

    def get_preview_template(self, request: Any, mode_name: str) -> str:
        """Return the template readers see; a preview is the real page."""
        return "kabar/stories/story.html"

    def get_preview_context(self, request: Any, mode_name: str) -> dict[str, Any]:
        """Return the context readers' pages are made from."""
        from kabar.stories.views import story_context

        return story_context(request, self)


class StoryByline(Orderable):
    """A name on a story and what its owner did for it."""

    class Role(models.TextChoices):
        WRITER = "writer", _("Writer")
        REPORTER = "reporter", _("Reporter")
        EDITOR = "editor", _("Editor")
        PHOTOGRAPHER = "photographer", _("Photographer")
        TRANSLATOR = "translator", _("Translator")

    story = ParentalKey(Story, on_delete=models.CASCADE, related_name="bylines")
    author = models.ForeignKey(
        Author, verbose_name=_("author"), on_delete=models.PROTECT, related_name="bylines"
    )
    role = models.CharField(_("role"), max_length=20, choices=Role.choices, default=Role.WRITER)

    class Meta(Orderable.Meta):
        verbose_name = _("byline")
        verbose_name_plural = _("bylines")

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.author}"


class FormerAddress(models.Model):
    """An address a story had before; it leads to where the story stands now."""

    paper = models.CharField(max_length=32)
    path = models.CharField(max_length=500)
    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="former_addresses")

    class Meta:
        verbose_name = _("former address")
        verbose_name_plural = _("former addresses")
        constraints = [models.UniqueConstraint(fields=["paper", "path"], name="former_address_once")]

    def __str__(self) -> str:
        return self.path


class FormerListing(models.Model):
    """An address that listed stories elsewhere; it leads to the section, topic or author that does here."""

    paper = models.CharField(max_length=32)
    path = models.CharField(max_length=500)
    section = models.ForeignKey(Section, null=True, on_delete=models.CASCADE, related_name="+")
    topic = models.ForeignKey(Topic, null=True, on_delete=models.CASCADE, related_name="+")
    author = models.ForeignKey(Author, null=True, on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("former list")
        verbose_name_plural = _("former lists")
        constraints = [models.UniqueConstraint(fields=["paper", "path"], name="former_list_once")]

    def __str__(self) -> str:
        return self.path


class PrintedClip(models.Model):
    """A clip that a story shows, or showed when it was last live; written with the publication."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="printed_clips")
    clip = models.ForeignKey(Clip, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("printed clip")
        verbose_name_plural = _("printed clips")
        constraints = [models.UniqueConstraint(fields=["story", "clip"], name="printed_clip_once")]

    def __str__(self) -> str:
        return f"{self.clip_id} in {self.story_id}"


class PrintedPicture(models.Model):
    """A picture that a story prints, or printed when it was last live; written with the publication."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="printed_pictures")
    picture = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["story", "picture"], name="picture_printed_once")]

    def __str__(self) -> str:
        return f"{self.picture_id} in {self.story_id}"


class Takedown(models.Model):
    """A story taken from readers: why and when, for good or for now; appended, never changed."""

    paper = models.CharField(max_length=32)
    story = models.ForeignKey(
        Story, verbose_name=_("story"), on_delete=models.PROTECT, related_name="takedowns"
    )
    becomes = models.CharField(
        _("became"), max_length=12, choices=[(s.value, s.label) for s in (State.WITHDRAWN, State.KILLED)]
    )
    ground = models.CharField(_("ground"), max_length=12, choices=Ground.choices, blank=True)
    reason = models.CharField(_("reason"), max_length=300)
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    edition = models.BigIntegerField(_("edition"))

    class Meta:
        verbose_name = _("takedown")
        verbose_name_plural = _("takedowns")
        indexes = [models.Index(fields=["paper", "-at"], name="takedowns_of_paper")]

    def __str__(self) -> str:
        return f"{self.story_id} {self.becomes}"


# Attributions hang on the story and are of this department; Django looks for its models here.
from kabar.stories.attributions.models import Approval, Attribution  # noqa: E402, F401
