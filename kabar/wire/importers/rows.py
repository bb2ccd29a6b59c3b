"""The tables of an export that travel as they are, coming in after the stories, each row once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.db import IntegrityError, models, transaction

from kabar.config import Paper
from kabar.editions.models import Edition
from kabar.editions.services import open_edition
from kabar.staff.services import record
from kabar.stories import carried
from kabar.stories.carried import Carried, Found, Record
from kabar.wire.importers import lines
from kabar.wire.reports import Tally

AT_ONCE = 200


def take_in(paper: Paper, folder: Path, found: Found, tally: Tally) -> None:
    """Take in every table the folder holds; an earlier export holds none."""
    for kind in carried.all_kinds():
        file = folder / f"{kind.name}.jsonl"
        numbers: dict[Any, int] = {}
        found.by(kind.model, numbers.get)
        if file.is_file():
            for batch in lines.records(file, tally, AT_ONCE):
                _file(kind, batch, numbers, paper, found, tally)


def _file(
    kind: Carried,
    batch: list[tuple[str, Record]],
    numbers: dict[Any, int],
    paper: Paper,
    found: Found,
    tally: Tally,
) -> None:
    """Write down what is not here yet, as one edition."""
    rows, taken = [], set(numbers.values())
    with transaction.atomic():
        for at, said in batch:
            if said.get("id") in numbers:
                continue
            try:
                row, new = _row(kind, said, paper, found, taken)
            except (KeyError, TypeError, ValueError, AttributeError, IntegrityError) as error:
                tally.problem(f"{at}: {error!r}")
                continue
            numbers[said["id"]] = row.pk
            taken.add(row.pk)
            rows += [row] * new
        if not rows:
            return
        edition = open_edition(Edition.Kind.IMPORT, [key for row in rows for key in kind.keys(row)])
        for name in kind.of_edition:
            waiting = kind.model._default_manager.filter(**{name: carried.WAITS})
            waiting.update(**{name: edition.number})
        record("import", edition, by=None, source=f"{kind.name}.jsonl", created=len(rows))
    kind.settle(rows)
    tally.note(f"{kind.name} taken in", n=len(rows))


def _row(
    kind: Carried, said: Record, paper: Paper, found: Found, taken: set[Any]
) -> tuple[models.Model, bool]:
    """Return the row of a line, written or found again; never one that another line was taken for."""
    row, many = carried.made(kind, said, paper.key, found)
    fields: list[Any] = [kind.model._meta.get_field(name) for name in kind.known_by]
    known = {field.name: getattr(row, field.attname) for field in fields}
    for here in kind.model._default_manager.filter(**known).order_by("pk"):
        if here.pk not in taken:
            return here, False
    with transaction.atomic():
        row.save()
        for name, keys in many.items():
            getattr(row, name).set(keys)
            row.save()
    return row, True
