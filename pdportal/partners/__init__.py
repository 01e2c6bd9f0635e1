"""Calendars of partners (public library, college): read on a schedule, shown beside our own, never changed."""
