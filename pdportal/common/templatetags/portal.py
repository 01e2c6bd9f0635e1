"""Tags every template may use: the way to the same page in the other language, and the way there within a language."""

from django import template
from django.conf import settings
from django.urls import translate_url
from django.utils.translation import get_language, get_language_info
from wagtail.models import Page

from pdportal.common import dates

register = template.Library()


@register.simple_tag(takes_context=True)
def other_languages(context):
    """The same page in every other language: ``[{"code", "name", "url"}]``.

    A page of the tree leads to its translation (whose slug may differ), or to the front page of that language where
    it has none yet; any other address keeps its path and gains or loses the language prefix.
    """
    current = get_language()
    codes = [code for code, _name in settings.LANGUAGES if code != current]
    return [
        {"code": code, "name": get_language_info(code)["name_local"].capitalize(), "url": _address(context, code)}
        for code in codes
    ]


@register.filter
def in_words(day):
    """A date as people write it, in the active language: 11 December 2026; nothing for nothing."""
    return dates.in_words(day) if day else ""


@register.filter(expects_localtime=True)
def clock(moment):
    """The time of day by the district's clock: 3:30 pm, 15:30 in Spanish; nothing for nothing."""
    return dates.clock(moment) if moment else ""


@register.filter(expects_localtime=True)
def moment_in_words(moment):
    """Date and time of an aware moment: 3 November 2026, 3:30 pm; nothing for nothing."""
    return f"{dates.in_words(moment)}, {dates.clock(moment)}" if moment else ""


def _address(context, code):
    request, page = context.get("request"), context.get("page")
    if request is None:
        return "/"
    if not isinstance(page, Page):
        return translate_url(request.get_full_path(), code)
    same = Page.objects.live().filter(translation_key=page.translation_key, locale__language_code=code)
    translation = same.only("url_path").first()
    if translation is None:
        return "/" if code == settings.LANGUAGE_CODE else f"/{code}/"
    query = request.META.get("QUERY_STRING", "")
    return translation.url + (f"?{query}" if query else "")
