"""Old stories for readers: search, days, topics, authors, permanent links."""
