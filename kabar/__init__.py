"""Kabar: the newspaper in one package, from agency copy to the reader's page."""

__version__ = "0.1.0.dev0"
