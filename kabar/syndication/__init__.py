"""The paper for machines: feeds, sitemaps, robots."""
