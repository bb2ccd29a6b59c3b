"""Sources for tests."""

from __future__ import annotations

from typing import Any

from kabar.sources.models import Kind, Source


def a_source(label: str = "John Kirby", **fields: Any) -> Source:
    """Return the source of a label, made when missing."""
    fields = {"kind": Kind.PERSON, **fields}
    return Source.objects.get_or_create(public_label=label, merged_into=None, defaults=fields)[0]


def an_official(label: str = "pejabat senior pertahanan", **fields: Any) -> Source:
    """Return a source that is not named."""
    return a_source(label, unnamed=True, **fields)
