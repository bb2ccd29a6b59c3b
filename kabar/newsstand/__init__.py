"""The newsstand: hands out plates in a process of its own that never imports Django.

Owns the words copy, shelf, errand and pass.
"""
