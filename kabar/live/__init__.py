"""Live stories: what happens, entry by entry, on a story's page; words: live story, entry, key moment."""
