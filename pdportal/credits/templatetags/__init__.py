"""Template tags about clock hours."""
