"""Aids for whoever writes a story: templates to begin from, clean paste, checks that warn, counts, keys."""
