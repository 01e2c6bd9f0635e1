"""Template tags of mentoring."""
