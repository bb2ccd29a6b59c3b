"""The words of an entry, and what is looked at before readers get them."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.html import linebreaks
from django.utils.translation import gettext as _

from kabar.live.models import Entry
from kabar.pictures.models import Picture
from kabar.stories import checklist
from kabar.stories.models import Story
from kabar.video.embeds import provider_of

LONGEST = 5_000


@dataclass(frozen=True, slots=True)
class Words:
    """What a reporter sends; `anyway` says that they read what the checks urge and go ahead."""

    body: str
    kind: str = Entry.Kind.REPORT
    title: str = ""
    key_moment: bool = False
    picture: Picture | None = None
    embed: str = ""
    anyway: bool = False

    def fields(self) -> dict[str, Any]:
        """Return what is kept of them."""
        names = ("kind", "key_moment", "picture", "embed")
        kept = {name: getattr(self, name) for name in names}
        return {**kept, "title": self.title.strip(), "body": self.body.strip()}


def must_be_sound(story: Story, words: Words) -> list[str]:
    """Refuse an entry that says nothing or shows what may not be shown; return what the checks urged.

    The checks that a story passes before press look at an entry as well: a name to be protected is one here.
    """
    if not words.body.strip():
        raise ValidationError(_("Write what happened."))
    if len(words.body) > LONGEST:
        raise ValidationError(
            _("An entry has at most %(most)s characters; make a story of it.") % {"most": LONGEST}
        )
    if words.key_moment and not words.title.strip():
        raise ValidationError(_("A key moment needs a title: it stands in the list of moments."))
    if words.embed and not provider_of(words.embed):
        raise ValidationError(_("This address cannot be embedded; write it into the text as a link."))
    if words.picture is not None and not words.picture.may_be_shown():
        raise ValidationError(
            _("Readers may not see this picture: its rights have ended, or it shows somebody to protect.")
        )
    return _looked_at(story, words)


def _looked_at(story: Story, words: Words) -> list[str]:
    probe = copy(story)
    probe.headline, probe.standfirst, probe.kicker = words.title or story.headline, "", ""
    probe.lead_picture, probe.lead_caption = None, ""
    probe.unverified = probe.may_harm = False
    probe.body = [("paragraph", linebreaks(words.body, autoescape=True))]
    urged = checklist.must_pass(probe)
    if urged and not words.anyway:
        raise ValidationError([*urged, _("Read this, then tick “send all the same” and send it once more.")])
    return urged
