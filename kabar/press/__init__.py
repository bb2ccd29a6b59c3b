"""The printing works: renders what changed and hangs it on the rack."""
