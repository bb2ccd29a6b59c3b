"""Judges of our output who are not us: the HTML checker, axe, Lighthouse, schemas of feeds and sitemaps."""
