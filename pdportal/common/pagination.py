"""Pages of long lists."""

from django.core.paginator import Paginator


def page_of(rows, request, *, per_page=25, name="page"):
    """The Page of ``rows`` that the query string asks for; nonsense gives the first page, too far gives the last."""
    return Paginator(rows, per_page).get_page(request.GET.get(name, "")[:12])
