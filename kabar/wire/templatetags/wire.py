"""What the wire's pages print of an item."""

from __future__ import annotations

from django import template

from kabar.wire.models import Item
from kabar.wire.texts import paragraphs_of

register = template.Library()


@register.filter
def paragraphs(item: Item) -> list[str]:
    """Return the words of an item, paragraph by paragraph."""
    return paragraphs_of(item.said)
