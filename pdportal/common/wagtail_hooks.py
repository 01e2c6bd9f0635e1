"""Registers what the common app adds to Wagtail."""

from wagtail import hooks

from pdportal.common.link_handler import RememberedPageLinks


@hooks.register("register_rich_text_features", order=100)
def remember_page_links(features):
    """Look links to pages up once per page."""
    features.register_link_type(RememberedPageLinks)
