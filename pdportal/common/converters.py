"""Path converters: ids that a database can hold."""

from django.urls.converters import IntConverter


class IdConverter(IntConverter):
    """``<id:pk>``: at most 18 digits, so that no address leads to a number beyond a 64-bit key."""

    regex = "[0-9]{1,18}"
