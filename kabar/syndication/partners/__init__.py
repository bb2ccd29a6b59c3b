"""Feeds for partners: each has a key, the sections it takes, and the news in the form it reads."""
