"""Corrections for tests: each factory is something a reader may have been told."""

from __future__ import annotations

from typing import Any

from kabar.corrections.models import Correction, Kind
from kabar.corrections.services import Account, correct
from kabar.stories import services as stories
from kabar.stories.models import Story
from kabar.stories.testing import a_live_story, rina

WRONG = "Gubernur meresmikan jembatan itu pada Senin. Panjangnya 40 meter. Warga menyeberang sejak pagi."
RIGHT = "Gubernur meresmikan jembatan itu pada Selasa. Panjangnya 40 meter. Warga menyeberang sejak pagi."


def a_wrong_story(headline: str = "Jembatan dibuka", **fields: Any) -> Story:
    """Return a live story with one wrong sentence."""
    return a_live_story(headline, body=[("paragraph", f"<p>{WRONG}</p>")], **fields)


def mended(story: Story, text: str = RIGHT) -> Story:
    """Return a live story over which a draft waits that says it right."""
    draft = story.get_latest_revision_as_object()
    draft.body = [("paragraph", f"<p>{text}</p>")]
    stories.save_draft(draft)
    return Story.objects.get(pk=story.pk)


def a_correction(story: Story | None = None, **account: Any) -> Correction:
    """Return the correction of a story, made by Rina."""
    wrong = mended(story or a_wrong_story())
    said = {"kind": Kind.CORRECTION, "note": "Jembatan diresmikan Selasa, bukan Senin.", **account}
    return correct(wrong, Account(**said), by=rina())
