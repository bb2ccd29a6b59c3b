"""Every write to topics."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from kabar.staff.services import record
from kabar.topics.models import Topic


def begin(name: str, *, paper: str, by: Any) -> Topic:
    """Return the topic of a name, made when the paper has none of that slug."""
    wanted = " ".join(name.split())[:120]
    slug = slugify(wanted)[:120]
    if not slug:
        raise ValidationError(_("A topic needs a name of letters or digits."))
    with transaction.atomic():
        topic, made = Topic.objects.get_or_create(paper=paper, slug=slug, defaults={"name": wanted})
        if made:
            record("begin", topic, by=by)
    return topic
