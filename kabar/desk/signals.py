"""News of the desk, in the past tense, sent when their transaction has committed."""

from django.dispatch import Signal

# Each carries `assignment` and `by`.
assignment_given = Signal()
assignment_accepted = Signal()
assignment_begun = Signal()
assignment_dropped = Signal()

# Each carries `story` and `by`.
story_filed = Signal()
story_returned = Signal()
story_approved = Signal()
story_noted = Signal()

# Carries `handover` and `by`.
shift_handed_over = Signal()
