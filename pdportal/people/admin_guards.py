"""Who may use the coordinator's pages in the admin."""

from functools import wraps

from django.core.exceptions import PermissionDenied

from pdportal.people.permissions import can_coordinate


def coordinators_only(view):
    """Refuse everybody who does not coordinate the district today."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not can_coordinate(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded
