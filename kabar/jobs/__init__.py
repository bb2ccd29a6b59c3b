"""Work that outlives a request: durable, retried, periodic."""
