"""English: 3 November 2026, 3:30 p.m. (on pages ``|clock`` says 3:30 pm)."""

DATE_FORMAT = "j F Y"
SHORT_DATE_FORMAT = "j M Y"
DATETIME_FORMAT = "j F Y, g:i a"
SHORT_DATETIME_FORMAT = "j M Y, g:i a"
MONTH_DAY_FORMAT = "j F"
TIME_FORMAT = "g:i a"
