"""The public: readers' accounts, how they come in, what they keep, and what they are entitled to.

Owns the words reader, entitlement, one-time key, consent ledger and bookmark.
"""
