"""The status badge for tables of thousands of cells: drawn once for every code and language, then reused."""

from functools import cache

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.translation import get_language

register = template.Library()


@register.simple_tag
def badge(code, found=None, query=""):
    """The badge of ``code``, as ``components/status_badge.html`` gives it; of a Status ``found``, linked to its why.

    ``query`` goes with the link: the date a report speaks of.
    """
    drawn = _drawn(str(code), get_language())
    if found is None:
        return drawn
    address = f"{found.why_url}?{query}" if query else found.why_url
    return format_html('<a class="status-link" href="{}">{}</a>', address, drawn)


@cache
def _drawn(code, language):
    return render_to_string("components/status_badge.html", {"code": code})
