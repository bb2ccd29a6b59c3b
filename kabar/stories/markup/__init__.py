"""HTML written elsewhere, by other systems and other programs, set in blocks of ours."""
