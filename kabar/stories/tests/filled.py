"""The story form, filled in as a browser sends it."""

from __future__ import annotations

from typing import Any

from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from kabar.stories.blocks import PROSE
from kabar.stories.models import Story


def form_of(story: Story, *paragraphs: str, **changes: Any) -> dict[str, Any]:
    """Return what the form of a story sends, with some fields changed."""
    bylines = [
        {"id": byline.pk or "", "author": byline.author_id, "role": byline.role}
        for byline in story.bylines.all()
    ]
    body = [
        ("paragraph", rich_text(f"<p>{words}</p>", features=PROSE))
        for words in paragraphs or ("Warga menyeberang sejak pagi.",)
    ]
    fields = {
        "headline": story.headline,
        "kicker": story.kicker,
        "standfirst": story.standfirst,
        "body": streamfield(body),
        "lead_picture": story.lead_picture_id or "",
        "lead_caption": story.lead_caption,
        "bylines": inline_formset(bylines, initial=sum(1 for line in bylines if line["id"])),
        "dateline_place": story.dateline_place,
        "dateline_zone": story.dateline_zone,
        "section": story.section_id,
        "distributor": story.distributor_id or "",
        "language": story.language,
        "slugline": story.slugline,
        "slug": story.slug,
        "topics": [topic.pk for topic in story.topics.all()],
    }
    topics = changes.pop("topics", fields.pop("topics"))
    return {**nested_form_data({**fields, **changes}), "topics": topics}
