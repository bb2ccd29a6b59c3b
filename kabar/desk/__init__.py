"""The day of a desk: assignments, review, notes on a story, the hand-over, and the screen of it all."""
