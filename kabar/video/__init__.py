"""Clips with credit, rights, poster, transcript and captions; private until a live story uses them."""
