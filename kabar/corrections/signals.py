"""News of corrections, in the past tense, sent when their transaction has committed."""

from django.dispatch import Signal

# Carries `story` as readers now see it, `correction` and `edition`; `story_updated` is sent as well.
story_corrected = Signal()
