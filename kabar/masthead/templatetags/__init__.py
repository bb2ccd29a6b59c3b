"""Template tags of the paper's face."""
