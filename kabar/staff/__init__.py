"""Who works here: newsroom accounts, bylines, and the record of who did what."""
