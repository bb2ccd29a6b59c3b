"""Proofs that belong to no single department."""
