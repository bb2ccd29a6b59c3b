"""The newsroom's pages about series."""
