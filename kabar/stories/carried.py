"""Rows that travel with a paper as they are: told field by field, and written down again the same elsewhere.

A department says which of its tables travel; their fields are found by looking at the model, so that one
added later travels too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from kabar.stories.blocks import BodyField

Record = dict[str, Any]
Row = models.Model
#: Stands where the number of an edition will stand, when the batch has one.
WAITS = -1


@dataclass(frozen=True, slots=True)
class Carried:
    """A table that travels.

    `known_by` are the fields a row is known by again, `of_paper` leads to the key of its paper. `left` stays
    behind, each field with the reason; fields `of_edition` hold the number of an edition and get a new one.
    """

    name: str
    model: type[Row]
    known_by: tuple[str, ...]
    of_paper: str = "paper"
    left: Mapping[str, str] = field(default_factory=dict)
    of_edition: tuple[str, ...] = ()
    keys: Callable[[Any], list[str]] = lambda row: []
    settle: Callable[[list[Any]], None] = lambda rows: None

    def fields(self) -> list[models.Field]:
        """Return the fields that travel."""
        left = {"id", "paper", *self.left}
        every = [*self.model._meta.concrete_fields, *self.model._meta.many_to_many]
        return [each for each in every if each.name not in left]

    def told(self, paper: str) -> Iterator[Record]:
        """Yield the rows of a paper, the oldest first, with the numbers other rows name them by."""
        for row in self.model._default_manager.filter(**{self.of_paper: paper}).order_by("pk").iterator():
            yield {"id": row.pk, **{each.name: _told(row, each) for each in self.fields()}}


def _told(row: Row, field: models.Field) -> Any:
    if field.many_to_many:
        return list(getattr(row, field.name).order_by("pk").values_list("pk", flat=True))
    if isinstance(field, BodyField):
        return getattr(row, field.name).get_prep_value()
    value = field.value_from_object(row)
    return value if value is None or isinstance(value, (str, int, float, bool)) else str(value)


class Found:
    """Finds what a row names by the number it had where it comes from; each kind of thing is told how."""

    def __init__(self) -> None:
        self.ways: dict[type[Row], Callable[[Any], int | None]] = {}
        self.blocks: Callable[[Any], Any] = lambda said: said

    def by(self, model: type[Row], way: Callable[[Any], int | None]) -> None:
        """Find things of a kind in a way."""
        self.ways[model] = way

    def key(self, model: Any, number: Any) -> int | None:
        """Return our key of a thing; None when it did not come."""
        return None if number is None or model not in self.ways else self.ways[model](number)


def made(kind: Carried, said: Record, paper: str, found: Found) -> tuple[Row, dict[str, list[int]]]:
    """Return the row of a line, not written yet, and its many-to-many keys; or raise ValueError."""
    row, many = kind.model(), {}
    if any(each.name == "paper" for each in kind.model._meta.concrete_fields):
        row.paper = paper  # type: ignore[attr-defined]
    for each in kind.fields():
        value = said[each.name]
        if each.many_to_many:
            keys = [found.key(each.related_model, number) for number in value]
            many[each.name] = [key for key in keys if key is not None]
        elif isinstance(each, models.ForeignKey):
            setattr(row, each.attname, _named(each, value, found))
        elif each.name in kind.of_edition:
            setattr(row, each.name, WAITS if value else value)
        elif isinstance(each, BodyField):
            setattr(row, each.name, each.to_python(found.blocks(value)))
        else:
            setattr(row, each.name, _clean(row, each, value))
    return row, many


def _named(field: Any, value: Any, found: Found) -> int | None:
    key = found.key(field.related_model, value)
    if key is None and not field.null:
        raise ValueError(f"{field.name} {value} did not come")
    return key


def _clean(row: Row, field: Any, value: Any) -> Any:
    if isinstance(value, str) and "\0" in value:
        raise ValueError(f"{field.name} is not text")
    try:
        return None if value is None and field.null else field.clean(value, row)
    except ValidationError as error:
        if value == field.get_default():
            return value
        raise ValueError(f"{field.name}: {' '.join(error.messages)}") from None


_kinds: dict[str, Carried] = {}


def carry(kind: Carried) -> None:
    """Have a table travel; call it in an app's `ready`, tables before those that name them."""
    _kinds[kind.name] = kind


def all_kinds() -> list[Carried]:
    """Return every table that travels, in the order they were named."""
    return list(_kinds.values())
