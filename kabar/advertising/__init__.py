"""Advertising: boxes at named places, campaigns, counting, consent, and the way to read without.

It asks nothing of membership: who reads without gets another printing, in which nothing of this stands.
"""
