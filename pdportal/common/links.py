"""Links between pages inside running text: all of a page in one query, instead of three for every paragraph.

Wagtail looks links up block by block. Here a page's links are gathered before it is drawn, and remembered until the
request ends.
"""

import json
import re

from asgiref.local import Local
from django.core.signals import request_finished, request_started
from django.utils.translation import get_language
from wagtail.models import Page

LINK = re.compile(r'<a [^>]*linktype="page"[^>]*>')
ID = re.compile(r'\bid="(\d{1,18})"')
_memory = Local()


def gather(body):
    """Look up every page that the stream field value ``body`` links to, in one query (two in another language)."""
    if body:
        text = json.dumps(list(body.raw_data), default=str).replace('\\"', '"')
        look_up({page_id for link in LINK.findall(text) for page_id in ID.findall(link)})


def look_up(ids):
    """Addresses by page id, in the reader's language where the page is published in it."""
    language = get_language()
    memory = getattr(_memory, "addresses", None)
    known = {} if memory is None else memory.setdefault(language, {})
    missing = {page_id for page_id in ids if page_id.isdigit()} - set(known)
    if missing:
        known |= dict.fromkeys(missing) | _addresses(missing, language)
        if memory is not None:
            memory[language] = known
    return known


def _addresses(ids, language):
    pages = list(Page.objects.filter(pk__in=ids).select_related("locale"))
    foreign = {page.translation_key for page in pages if page.locale.language_code != language}
    spoken = {}
    if foreign:
        translations = Page.objects.live().filter(translation_key__in=foreign, locale__language_code=language)
        spoken = {page.translation_key: page for page in translations}
    return {str(page.pk): spoken.get(page.translation_key, page).url for page in pages}


def _begin(**kwargs):
    _memory.addresses = {}


def _end(**kwargs):
    _memory.addresses = None


request_started.connect(_begin, dispatch_uid="pdportal.common.links.begin")
request_finished.connect(_end, dispatch_uid="pdportal.common.links.end")
