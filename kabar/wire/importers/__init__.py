"""Archives in: each kind of file becomes `Incoming` stories, which one desk files."""
