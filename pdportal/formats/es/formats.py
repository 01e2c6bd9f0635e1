"""Spanish: 3 de noviembre de 2026, 15:30."""

DATE_FORMAT = r"j \d\e F \d\e Y"
SHORT_DATE_FORMAT = "j b Y"
DATETIME_FORMAT = r"j \d\e F \d\e Y, G:i"
SHORT_DATETIME_FORMAT = "j b Y, G:i"
MONTH_DAY_FORMAT = r"j \d\e F"
TIME_FORMAT = "G:i"
