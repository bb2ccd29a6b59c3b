"""Proofs of the paper's face."""
