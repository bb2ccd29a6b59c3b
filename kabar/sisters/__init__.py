"""Papers of one installation to one another; words: loan (a sister's story in ours), translation."""
