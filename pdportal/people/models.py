"""Where Django finds the models; import them from ``records``."""

from pdportal.people.records import (
    Appointment,
    Closure,
    Merge,
    MergedRow,
    School,
    SchoolYear,
    StaffMember,
    User,
)

__all__ = ["Appointment", "Closure", "Merge", "MergedRow", "School", "SchoolYear", "StaffMember", "User"]
