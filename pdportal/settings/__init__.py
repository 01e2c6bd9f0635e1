"""Settings by occasion: ``dev``, ``test`` and ``production``, all built on ``base``."""
