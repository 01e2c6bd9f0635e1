"""Reads numbers that come with forms."""


def small_number(text):
    """``text`` as a number a database id can be; -1, which is nobody's id, for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else -1
