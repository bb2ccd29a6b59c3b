"""The front page and the section fronts; words: front, latest."""
