"""Copy from elsewhere in, and everything out: importers and exporters."""
