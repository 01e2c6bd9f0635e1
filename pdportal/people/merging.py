"""Merges two accounts of one person, and undoes it: everything that belongs to one is handed to the other, row by row.

The ledger neither shrinks nor changes: a completion keeps its date, hours, source and certificate; only the account on
whose transcript it stands is another. What both accounts have and one may have only once stays with the closed one.
"""

from dataclasses import dataclass
from itertools import groupby

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone

from pdportal.people.appointments import sync_groups
from pdportal.people.belongings import Belonging, registered
from pdportal.people.errors import (
    CannotGoBack,
    KeptIsClosed,
    LaterMerge,
    MergedAlready,
    MergeReasonMissing,
    NotMergeable,
    SameAccount,
)
from pdportal.people.records import Merge, MergedRow

TAKEN = ("staff_id", "hired_on")  # what the kept account gets where it has none
LONGEST_REASON = 300


@dataclass(frozen=True)
class Item:
    """A row that belongs to the retired account, and whether it can be handed over."""

    belonging: Belonging
    row: object
    moves: bool

    @property
    def words(self):
        """What the row says of itself."""
        return str(self.row)

    @property
    def kind(self):
        """What kind of row it is, in words."""
        return self.row._meta.verbose_name_plural


@dataclass(frozen=True)
class Plan:
    """What a merge would do: every Item, and the fields of the account that the kept one would take."""

    items: list
    taken: dict

    @property
    def counts(self):
        """(kind, number that move, number that stay) for each kind of row."""
        found = []
        for kind, items in groupby(self.items, key=lambda item: str(item.kind)):
            moves = [item.moves for item in items]
            found.append((kind, sum(moves), len(moves) - sum(moves)))
        return found

    @property
    def staying(self):
        """The Items that stay with the retired account."""
        return [item for item in self.items if not item.moves]


def plan(retired, *, into):
    """The Plan of merging ``retired`` into the account ``into``; nothing is written. Raises a MergeRefusal."""
    _check(retired, into)
    items = [
        Item(belonging, row, belonging.fits(row, into))
        for belonging in registered().values()
        for row in belonging.of(retired)
    ]
    taken = {name: value for name in TAKEN if (value := getattr(retired, name)) and not getattr(into, name)}
    return Plan(items, taken)


@transaction.atomic
def merge(retired, *, into, by, reason, at=None):
    """Close ``retired`` and hand what belongs to it to ``into``; returns the Merge. The same again changes nothing.

    Both accounts are locked meanwhile, so that nothing is recorded for either in between. Raises a MergeRefusal.
    """
    kept, retired = _locked(into, retired)
    if retired.merged_into_id == kept.pk and kept != retired:
        return Merge.objects.standing().get(retired=retired)
    found = plan(retired, into=kept)
    done = Merge.objects.create(
        kept=kept, retired=retired, reason=_reason(reason), merged_by=by, merged_at=at or timezone.now(),
        taken={"is_active": retired.is_active, **{name: str(value) for name, value in found.taken.items()}},
    )  # fmt: skip
    for item in found.items:
        if item.moves:
            item.belonging.hand_over(item.row, item.belonging.field, kept, f"merge {done.pk}")
    MergedRow.objects.bulk_create(
        MergedRow(merge=done, model=item.belonging.model, field=item.belonging.field, row_id=item.row.pk,
                  moved=item.moves)
        for item in found.items
    )  # fmt: skip
    for name in found.taken:
        setattr(retired, name, None)
        setattr(kept, name, found.taken[name])
    retired.is_active, retired.merged_into = False, kept
    _save(f"merge {done.pk}", retired, kept)
    return done


@transaction.atomic
def undo(done, *, by, reason, at=None):
    """Give back to the retired account exactly what the Merge ``done`` took, and open it. Twice changes nothing more.

    What was recorded since stays with the kept account, except corrections of what goes back. Raises LaterMerge,
    CannotGoBack, MergeReasonMissing.
    """
    done = Merge.objects.select_for_update().select_related("kept", "retired").get(pk=done.pk)
    if done.undone_at:
        return done
    kept, retired = _locked(done.kept, done.retired)
    if kept.merged_into_id:
        raise LaterMerge
    for belonging, row in _going_back(done):
        if belonging.owner_of(row) != kept.pk or not belonging.fits(row, retired):
            raise CannotGoBack
        belonging.hand_over(row, belonging.field, retired, f"undo merge {done.pk}")
    taken = [name for name in TAKEN if name in done.taken]
    if any(str(getattr(kept, name)) != done.taken[name] or getattr(retired, name) for name in taken):
        raise CannotGoBack
    for name in taken:
        setattr(retired, name, getattr(kept, name))
        setattr(kept, name, None)
    retired.is_active, retired.merged_into = done.taken["is_active"], None
    done.undone_by, done.undone_at, done.undo_reason = by, at or timezone.now(), _reason(reason)
    done.save()
    _save(f"undo merge {done.pk}", kept, retired)
    return done


def journal_of(done):
    """The Plan that the Merge ``done`` carried out: its rows as they are now; those deleted since are left out."""
    items = []
    for (model, field), belonging in registered().items():
        moved = dict(done.rows.filter(model=model, field=field).values_list("row_id", "moved"))
        items += [Item(belonging, row, moved[row.pk]) for row in belonging.rows.filter(pk__in=moved)]
    return Plan(items, {name: value for name, value in done.taken.items() if name in TAKEN})


def _check(retired, into):
    if retired == into:
        raise SameAccount
    if retired.is_superuser or into.is_superuser:
        raise NotMergeable
    if retired.merged_into_id or into.merged_into_id:
        raise MergedAlready
    if not into.is_active:
        raise KeptIsClosed


def _locked(*people):
    """The ``people`` as they stand, locked in the order of their keys: two merges never wait for each other."""
    found = get_user_model().objects.select_for_update(no_key=True).order_by("pk")
    found = {person.pk: person for person in found.filter(pk__in={person.pk for person in people})}
    return [found[person.pk] for person in people]


def _going_back(done):
    """(Belonging, row) of all that was handed over and still exists, with what has to follow it."""
    belongings, gone = registered(), set()
    for moved in done.rows.filter(moved=True).order_by("pk"):
        belonging = belongings[moved.model, moved.field]
        waiting = list(belonging.rows.filter(pk=moved.row_id))
        while waiting:
            row = waiting.pop()
            if (belonging, row.pk) not in gone:
                gone.add((belonging, row.pk))
                waiting += [each for each in belonging.along(row) if belonging.owner_of(each) == done.kept_id]
                yield belonging, row


def _save(reason, giving, getting):
    """Save both, the one that gives a staff number away first, and bring their admin groups in step."""
    for person in (giving, getting):
        person._change_reason = reason
        person.save(update_fields=[*TAKEN, "is_active", "merged_into"])
        sync_groups(person)


def _reason(text):
    text = text.strip()[:LONGEST_REASON]
    if not text:
        raise MergeReasonMissing
    return text
