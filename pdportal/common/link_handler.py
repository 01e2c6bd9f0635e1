"""Writes the links between pages in running text; Wagtail's hooks register it."""

from django.utils.html import escape
from wagtail.rich_text.pages import PageLinkHandler

from pdportal.common import links


class RememberedPageLinks(PageLinkHandler):
    """Writes links to pages from what the request remembers; a page that is gone leaves a link without address."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list):
        """The opening tags for these links."""
        addresses = links.look_up({str(attrs.get("id")) for attrs in attrs_list})
        found = [addresses.get(str(attrs.get("id"))) for attrs in attrs_list]
        return [f'<a href="{escape(address)}">' if address else "<a>" for address in found]
