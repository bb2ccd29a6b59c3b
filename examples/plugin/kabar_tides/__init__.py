"""Tide tables for a paper on the coast."""
