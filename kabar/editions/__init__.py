"""The numbered record of what changed, written with the change itself; words: Edition."""
