"""News of editions, sent when their transaction has committed."""

from django.dispatch import Signal

#: kwargs: edition. Receivers must be quick and must not raise: what they miss, they find by `queries.after`.
edition_opened = Signal()
