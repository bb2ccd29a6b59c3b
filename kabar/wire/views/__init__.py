"""The doors of the wire."""
