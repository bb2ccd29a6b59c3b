"""Corrections and replies as acts of their own; words: Correction, ledger, ReplyRequest, Complaint."""
