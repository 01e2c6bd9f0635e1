"""The duty map: job descriptions in versions, each duty linked to lessons and, per person, to evidence."""
