"""Commands of the mentoring app."""
