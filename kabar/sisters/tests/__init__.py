"""Proofs of sister papers."""
