"""Everything out: the paper as files that can be read without it, and taken in again."""
