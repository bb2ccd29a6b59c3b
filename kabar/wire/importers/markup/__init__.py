"""What each system writes its own way, put into plain HTML before it is set in blocks."""
