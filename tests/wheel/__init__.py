"""The package as a publisher gets it."""
