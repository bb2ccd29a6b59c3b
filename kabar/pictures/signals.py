"""News of pictures, in the past tense, sent when their transaction has committed."""

from django.dispatch import Signal

# Carries `pictures`, their numbers: pages that print them should be printed again.
pictures_printed = Signal()
# Carries `pictures`, their numbers: whether readers may see them may have changed.
rights_changed = Signal()
