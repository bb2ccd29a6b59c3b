"""What stories are about across sections; words: Topic."""
