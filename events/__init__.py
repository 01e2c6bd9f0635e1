"""Events, sessions, registrations, attendance and calendars."""
