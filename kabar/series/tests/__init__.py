"""Proofs of the series."""
