"""A demo edition: forty stories of a paper that never was."""
