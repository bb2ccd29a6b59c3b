"""Forgets copy nobody took: agencies' terms seldom allow to keep it, and a wire brings thousands a day."""

from __future__ import annotations

from datetime import timedelta

from kabar import clock
from kabar.wire.models import Derived, Item, Piece, RefusedCopy
from kabar.wire.search import forget_words
from kabar.wire.services.grouping import REMEMBERED
from kabar.wire.services.item_pictures import forget_pictures
from kabar.wire.services.messages import forget_messages

#: What became no story is kept this long, and so is what could not be read.
KEPT = timedelta(days=30)
BATCH = 500


def forget_old() -> int:
    """Forget old items of which no version became a story; return how many. Sketches go with their hour."""
    now = clock.now()
    Piece.objects.filter(item__received_at__lt=now - REMEMBERED).delete()
    RefusedCopy.objects.filter(at__lt=now - KEPT).delete()
    kept = Derived.objects.values("item__thread")
    old = Item.objects.filter(received_at__lt=now - KEPT).exclude(thread__in=kept)
    done = 0
    while pks := list(old.values_list("pk", flat=True)[:BATCH]):
        forget_pictures(Item.objects.filter(pk__in=pks))
        forget_words(pks)
        Item.objects.filter(pk__in=pks).delete()
        done += len(pks)
    forget_messages()
    return done
