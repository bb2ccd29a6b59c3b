"""Search: words and their stems, an index on either database, questions and findings."""
