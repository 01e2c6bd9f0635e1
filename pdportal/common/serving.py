"""Finds the page at an address in two queries, where walking down the tree costs two for each level.

Only what is plain is answered here: one site, a published page whose whole address this is. Everything else, what is
not found among it, goes Wagtail's own way.
"""

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import get_language
from wagtail import views
from wagtail.models import Page, Site
from wagtail.url_routing import RouteResult


def serve(request, path):
    """Serve the page at ``path`` (“courses/copyright/”, without the language) as Wagtail does, found faster."""
    page = published_at(path)
    if page:
        request._wagtail_route_for_request = RouteResult(page)
    return views.serve(request, path)


def published_at(path):
    """The published page at ``path`` in the active language, as its own class; None where that is not plain to see."""
    roots = Site.get_site_root_paths()
    here = [root for root in roots if root.language_code == get_language()]
    if len(here) != 1 or len({root.site_id for root in roots}) != 1:
        return None
    slug = path.rstrip("/").rpartition("/")[2]
    pages = Page.objects.live().filter(url_path=f"{here[0].root_path}{path}")
    pages = pages.filter(slug=slug) if slug else pages  # the slug has an index, the whole address has none
    found = pages.values_list("pk", "content_type").first()
    model = ContentType.objects.get_for_id(found[1]).model_class() if found else None
    return model.objects.select_related("locale").filter(pk=found[0]).first() if model else None
