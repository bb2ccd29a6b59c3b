"""The newsroom's door to stories: writing, listing, choosing, and the acts of the desk."""
