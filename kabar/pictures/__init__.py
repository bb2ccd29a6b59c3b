"""Photographs with credit, caption and rights; private until a live story uses them."""
