"""The index on PostgreSQL: a tsvector of stems and exact forms under a GIN index."""
