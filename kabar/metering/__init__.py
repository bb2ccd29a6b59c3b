"""Who reads a closed story to its end: members, whoever was given it, a stranger a few times a month.

Owns the words meter, wall and gift.
"""
