"""Who may use the admin views that no model permission guards."""

from functools import wraps

from django.core.exceptions import PermissionDenied
from django.views.decorators.http import require_http_methods

from pdportal.people.permissions import can_coordinate


def coordinators_only(view):
    """Refuse everybody who does not coordinate the district today."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not can_coordinate(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return require_http_methods(["GET", "HEAD", "POST"])(guarded)
