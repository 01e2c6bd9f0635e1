"""The status badge for tables of thousands of cells: drawn once for every code and language, then reused."""

from functools import cache

from django import template
from django.template.loader import render_to_string
from django.utils.translation import get_language

register = template.Library()


@register.simple_tag
def badge(code):
    """The badge of ``code``, the same as ``components/status_badge.html`` gives."""
    return _drawn(str(code), get_language())


@cache
def _drawn(code, language):
    return render_to_string("components/status_badge.html", {"code": code})
