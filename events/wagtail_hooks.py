"""Registers the admin of events."""

from wagtail import hooks

from events import receivers, viewsets

hooks.register("register_admin_viewset", viewsets.EventsGroup)
hooks.register("before_delete_page", viewsets.keep_pages_with_sessions)
hooks.register("after_bulk_action", receivers.accounts_closed)
