"""Form widgets that several apps use."""

from django import forms


class DayInput(forms.DateInput):
    """The browser's own date picker, which speaks ISO dates in every language."""

    input_type = "date"

    def __init__(self, **kwargs):
        """Give the picker the format it reads."""
        super().__init__(format="%Y-%m-%d", **kwargs)


class ClockInput(forms.TimeInput):
    """The browser's own picker of a time of day."""

    input_type = "time"

    def __init__(self, **kwargs):
        """Give the picker the format it reads."""
        super().__init__(format="%H:%M", **kwargs)
