"""What others rely on: feeds, sitemaps, pages, formats, the repository itself."""
