"""What belongs to a person: a registry that every floor fills, so that merging two accounts can hand everything over.

Who *did* something (recorded, granted, logged it) belongs to nobody: that stays with the account it was done with.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.apps import apps
from django.core.exceptions import ValidationError


def save(row, field, person, reason):
    """Write ``person`` into ``row``, with the reason in its history where it has one."""
    setattr(row, field, person)
    row._change_reason = reason
    row.save(update_fields=[field])


def alone(row):
    """Nothing else goes where ``row`` goes."""
    return []


@dataclass(frozen=True)
class Belonging:
    """Rows of ``model`` (a label) that belong to the person in ``field``.

    ``hand_over(row, field, person, reason)`` writes one to somebody else; ``along(row)`` are rows of the same model
    that have to follow it when it goes back.
    """

    model: str
    field: str
    hand_over: Callable = save
    along: Callable = alone

    @property
    def rows(self):
        """All rows of the model."""
        return apps.get_model(self.model)._base_manager.order_by("pk")

    def of(self, person):
        """The rows that belong to ``person``, oldest first."""
        return self.rows.filter(**{self.field: person})

    def owner_of(self, row):
        """The id of the person ``row`` belongs to."""
        return getattr(row, f"{self.field}_id")

    def fits(self, row, person):
        """True where no rule of the database forbids ``row`` to belong to ``person``."""
        before = getattr(row, self.field)
        setattr(row, self.field, person)
        try:
            row.validate_constraints()
        except ValidationError:
            return False
        finally:
            setattr(row, self.field, before)
        return True


_belongings: dict[tuple, Belonging] = {}


def register(model, *fields, hand_over=save, along=alone):
    """Say that rows of ``model`` belong to the person in each of ``fields``; called from ``AppConfig.ready``."""
    for field in fields:
        _belongings[model, field] = Belonging(model, field, hand_over, along)


def registered():
    """Every Belonging by (model, field)."""
    return dict(_belongings)
