"""Proofs of the fronts."""
