"""Commands of the evaluations app."""
