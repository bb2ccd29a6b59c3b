"""What each card of an export became here: a second run finds it again, and no two cards become one row."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db.models import Model, QuerySet

from kabar.config import Paper
from kabar.wire.models import ReceivedCard

Row = TypeVar("Row", bound=Model)


class Memory:
    """The rows that the cards of one export became in one paper."""

    def __init__(self, paper: Paper, source: str) -> None:
        self.source, self.prefix = source, f"{paper.key}:kabar:{source}"

    def of(self, kind: str, number: Any, rows: QuerySet[Row]) -> Row | None:
        """Return the row a card became, if it is still there."""
        kept = ReceivedCard.objects.filter(key=self._key(kind, number)).first()
        return rows.filter(pk=kept.row).first() if kept else None

    def free(self, kind: str, number: Any, rows: QuerySet[Row]) -> Row | None:
        """Return the first of rows that no other card became."""
        others = ReceivedCard.objects.filter(key__startswith=f"{self.prefix}:{kind}:")
        others = others.exclude(key=self._key(kind, number))
        for row in rows.order_by("pk"):
            if not others.filter(row=row.pk).exists():
                return row
        return None

    def keep(self, kind: str, number: Any, row: Model) -> None:
        """Remember what a card became."""
        ReceivedCard.objects.update_or_create(key=self._key(kind, number), defaults={"row": row.pk})

    def _key(self, kind: str, number: Any) -> str:
        return f"{self.prefix}:{kind}:{number}"
