"""Materials of a session: files and links for those who come, and for those who came."""

from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from events import queries, seat_queries
from events.choices import MaterialTime
from events.errors import FileOrLink
from events.planning_records import Material
from pdportal.common.uploads import PROOFS, check_upload, tidy_name
from pdportal.people.permissions import can_coordinate

KINDS = PROOFS | {
    "pptx": {"pptx", "zip"}, "xlsx": {"xlsx", "zip"}, "odp": {"odp", "zip"}, "ods": {"ods", "zip"},
    "epub": {"epub", "zip"}, "mp3": {"mp3"}, "mp4": {"mp4"},
}  # fmt: skip
MOST_BYTES = 50 * 1024 * 1024


@dataclass
class Shelf:
    """What of the materials of a session a visitor may have, and how many are there for others."""

    before: list = field(default_factory=list)
    after: list = field(default_factory=list)
    hidden_before: int = 0
    hidden_after: int = 0

    def __bool__(self):
        """True where there is anything to say."""
        return bool(self.before or self.after or self.hidden_before or self.hidden_after)


@transaction.atomic
def add(session, *, title, time, by, upload=None, url="", at=None):
    """Put a file or a link on the shelf of ``session``; returns the Material.

    Raises FileOrLink where neither or both are given, and ValidationError for a file that cannot be taken.
    """
    if bool(upload) == bool(url):
        raise FileOrLink
    made = Material(session=session, title=title, time=time, url=url, added_by=by, added_at=at or timezone.now())
    if upload:
        check_upload(upload, kinds=KINDS, most_bytes=MOST_BYTES)
        upload.seek(0)
        made.file, made.name, made.size = upload, tidy_name(upload.name), upload.size
    made.save()
    return made


@transaction.atomic
def remove(material):
    """Take ``material`` off the shelf, with its file; twice changes nothing."""
    Material.objects.filter(pk=material.pk).delete()
    if material.file:
        transaction.on_commit(lambda: material.file.storage.delete(material.file.name))


def may_have(material, viewer):
    """True for coordinators, whoever presents, and those with a seat (before) or who attended (afterwards)."""
    if not viewer.is_authenticated:
        return False
    session = material.session
    mine = session.registrations.filter(learner=viewer).first()
    return material.time in _times(mine) or seat_queries.presents(viewer, session) or can_coordinate(viewer)


def shelves(sessions, viewer, *, mine, presented):
    """By key of ``sessions``, the Shelf that ``viewer`` sees; at most two queries, one where nothing is handed out.

    ``mine`` are the viewer's registrations by session key, ``presented`` the keys of sessions they present.
    """
    shelves = {session.pk: Shelf() for session in sessions}
    found = list(Material.objects.filter(session__in=shelves))
    everything = bool(found) and can_coordinate(viewer)
    for material in found:
        key, shelf = material.session_id, shelves[material.session_id]
        is_before = material.time == MaterialTime.BEFORE
        if everything or key in presented or material.time in _times(mine.get(key)):
            (shelf.before if is_before else shelf.after).append(material)
        else:
            shelf.hidden_before += is_before
            shelf.hidden_after += not is_before
    return shelves


def _times(registration):
    """The materials that a registration opens."""
    if registration is None:
        return set()
    opened = {
        MaterialTime.BEFORE: registration.has_seat,
        MaterialTime.AFTER: registration.attendance in queries.WAS_THERE,
    }
    return {time for time, is_open in opened.items() if is_open}
