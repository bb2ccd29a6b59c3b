"""News of stories, in the past tense, sent when their transaction has committed."""

from django.dispatch import Signal

# Each carries `story` and `edition`. Receivers must be quick; a lost one is found again through the editions.
story_published = Signal()
story_updated = Signal()
story_withdrawn = Signal()
story_killed = Signal()

# Carries `stories` (those readers now see, with their text) and `edition`: one batch of an archive. `more`
# says that others may follow, so that a receiver may fall a little behind until the archive was taken in.
stories_published_in_bulk = Signal()
archive_taken_in = Signal()
