"""The standing parts of a paper; words: Section (a Kompas kanal)."""
