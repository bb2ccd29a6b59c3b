"""What happened to readers, told to whoever listens."""

from django.dispatch import Signal

#: Somebody has an account now; sent with `reader`.
reader_joined = Signal()
#: A reader came in; sent with `reader` and `session`.
reader_signed_in = Signal()
#: What a reader is entitled to is not what it was; sent with `reader`.
entitlements_changed = Signal()
#: A reader's data is gone, and only the number is left; sent with `reader`.
reader_erased = Signal()
