"""Tells from one query whether anything that a person's own pages show may have changed.

A stamp is made of what the database holds: for each watched model the number of rows, the newest key and the newest
moments. No signal has to be sent for it to change, so bulk writes, other processes and imports are seen as well.
"""

from dataclasses import dataclass

from django.apps import apps
from django.db import connection, models

# In a statement, which is made once for each number of people, -1 stands for the first of them, -2 for the second.
NOBODY = -1

_watched = []
_statements = {}


@dataclass(frozen=True)
class Watched:
    """A model whose rows a page may show: those that ``person`` (a field path) leads to, or all where it is empty.

    ``moments`` are the fields that tell of a change inside a row; a row that is only added or deleted needs none.
    """

    label: str
    person: str = ""
    moments: tuple = ()


def watch(label, person="", *moments):
    """Let the rows of the model ``label`` (“app.Model”) that belong to a person count in the stamps from now on.

    Called while Django starts. Of a model with a history, watch the history: every change adds a row there.
    """
    _watched.append(Watched(label.lower(), person, moments))
    _statements.clear()


def watched():
    """Everything that is watched, as a tuple of Watched."""
    return tuple(_watched)


def stamp(*people):
    """A short text that changes with every watched row of ``people`` (Users, or ids) and of everybody; one query."""
    keys = {-place: getattr(person, "pk", person) for place, person in enumerate(people, start=1)}
    with connection.cursor() as cursor:
        statement, parameters = _statement(len(people))
        cursor.execute(statement, [keys.get(value, value) for value in parameters])
        return ";".join(",".join(str(cell) for cell in row) for row in sorted(cursor.fetchall()))


def _statement(people):
    """The one statement for so many people with its parameters, made once for a process and database."""
    key = connection.vendor, people
    if key not in _statements:
        parts = [_part(number, each, people) for number, each in enumerate(_watched)]
        _statements[key] = (
            " UNION ALL ".join(sql for sql, _parameters in parts),
            [value for _sql, parameters in parts for value in parameters],
        )
    return _statements[key]


def _part(number, each, people):
    """What one watched model says: number, rows, newest key, and for each moment how many are set and the newest."""
    model = apps.get_model(each.label)
    rows = model._base_manager.order_by()
    if each.person:
        rows = rows.filter(**_whose(each, people))
    columns = {"key": models.F("pk")} | {f"moment_{place}": models.F(name) for place, name in enumerate(each.moments)}
    inner, parameters = rows.values(**columns).query.sql_with_params()
    newest = [f"COUNT({name}) || ':' || COALESCE(CAST(MAX({name}) AS text), '')" for name in columns if name != "key"]
    said = " || ',' || ".join(newest) or "''"
    if not each.person and not each.moments:
        # Of everybody's rows only the newest is asked for: that is one look into the index, however many there are.
        return f"SELECT {number}, 0, CAST(MAX(t.key) AS text), '' FROM ({inner}) AS t", parameters  # noqa: S608  ours
    return f"SELECT {number}, COUNT(*), CAST(MAX(t.key) AS text), {said} FROM ({inner}) AS t", parameters  # noqa: S608  ours


def _whose(each, people):
    if people == 1:
        return {each.person: NOBODY}
    return {f"{each.person}__in": [-place for place in range(1, people + 1)]}
