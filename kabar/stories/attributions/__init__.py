"""Where the claims of a story come from; words: Attribution, anchor, evidence, approval."""
