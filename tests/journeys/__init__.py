"""A story's way from the one who writes it to the one who reads it."""
