"""Commands of the requirements app."""
