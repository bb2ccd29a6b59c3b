"""Proofs of the audience."""
