"""What follows when somebody has answered, or the time is over: a registry that upper floors add to.

A *settler* is a function ``settle(survey, person, at)``; a *source* is a function ``open_due(at)`` that opens the
surveys whose time has come and returns how many.
"""

_settlers = {}
_sources = {}


def register(name, *, settle=None, open_due=None):
    """Add or replace what ``name`` does; called from ``AppConfig.ready``."""
    if settle:
        _settlers[name] = settle
    if open_due:
        _sources[name] = open_due


def settle(survey, person, at):
    """Let everybody do what was waiting for ``person`` to answer ``survey``, or for its end."""
    for settler in _settlers.values():
        settler(survey, person, at)


def open_due(at):
    """Open what is due; returns how many surveys were opened."""
    return sum(source(at) for source in _sources.values())
