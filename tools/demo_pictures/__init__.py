"""The brushes and the scenes of the demo edition's illustrations, drawn with Pillow alone."""
