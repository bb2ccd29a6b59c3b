"""Words that the paper explains wherever a story uses them; words: Term."""
