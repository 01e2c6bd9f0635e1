"""Refusals: rules raise them, views turn them into a message in the reader's language."""

from django.utils.translation import gettext_lazy as _


class Refusal(Exception):
    """Something a person asked for that the rules do not allow; its text is meant for that person."""

    sentence = _("That is not possible.")

    def __init__(self, sentence=None):
        self.sentence = sentence or self.sentence
        super().__init__(self.sentence)

    def __str__(self):
        """The translated sentence."""
        return str(self.sentence)
