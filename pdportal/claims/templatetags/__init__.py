"""Template tags about claims."""
