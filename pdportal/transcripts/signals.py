"""What the ledger tells upper floors beside ``post_save``, which writing many rows at once does not send."""

from django.dispatch import Signal

imported = Signal()  # completions: a list of rows just written; at: the moment
