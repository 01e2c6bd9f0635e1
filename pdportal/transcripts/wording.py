"""How credit hours are put into words, on screen and on paper."""

from decimal import Decimal

from django.utils.formats import number_format


def hours_text(value):
    """Credit hours without idle zeros, in the active language: 4.4, 1.25, 2 (4,4 in Spanish)."""
    return number_format(f"{Decimal(value).normalize():f}")


def number_of(hours):
    """The whole number in whose grammatical number these hours stand: 1 for exactly one hour, otherwise 2."""
    return 1 if hours == 1 else 2
