"""Campaigns for tests: each factory is a state one may be in."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta
from itertools import count
from typing import Any

from django.core.files.base import ContentFile
from PIL import Image

from kabar import clock
from kabar.advertising import reprints
from kabar.advertising.models import Campaign, Creative, Form, State
from kabar.advertising.places import Place

_numbers = count(1)


def a_banner(width: int = 320, height: int = 100) -> bytes:
    """Return a PNG of one colour."""
    drawn = io.BytesIO()
    Image.new("RGB", (width, height), (29, 63, 134)).save(drawn, "PNG")
    return drawn.getvalue()


def a_bundle(**files: str) -> bytes:
    """Return a ZIP file; names of files are written with an underscore for the dot."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, text in files.items():
            archive.writestr(name.replace("_", ".", 1), text)
    return packed.getvalue()


def a_draft_campaign(
    *, places: tuple[str, ...] = (Place.FRONT_TOP,), form: str = Form.NATIVE, **fields: Any
) -> Campaign:
    """Return a campaign nobody sees."""
    number, now = next(_numbers), clock.now()
    sections, topics = fields.pop("sections", ()), fields.pop("topics", ())
    data = fields.pop("data", None) or (
        a_banner() if form == Form.PICTURE else a_bundle(index_html="<p>hi</p>")
    )
    given = {
        "name": f"Kampanye {number}",
        "begins": now - timedelta(hours=1),
        "ends": now + timedelta(days=7),
    }
    campaign = Campaign.objects.create(**{**given, **fields})
    campaign.sections.set(sections)
    campaign.topics.set(topics)
    campaign.save()
    for place in places:
        creative = Creative(
            campaign=campaign, place=place, form=form, title=f"Kopi desa {number}", words="Dipetik pagi ini.",
            link=f"https://kopi.example/{number}",
        )  # fmt: skip
        if form != Form.NATIVE:
            creative.file = ContentFile(data, "iklan.png" if form == Form.PICTURE else "iklan.zip")
        creative.full_clean(exclude=["campaign"])
        creative.save()
    return Campaign.objects.get(pk=campaign.pk)


def a_campaign(**fields: Any) -> Campaign:
    """Return a campaign that is shown now."""
    campaign = a_draft_campaign(state=State.APPROVED, **fields)
    reprints.follow_paper(campaign.paper)
    return campaign
