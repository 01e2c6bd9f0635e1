"""Template tags of requirements."""
