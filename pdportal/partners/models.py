"""Where Django finds the models; import them from ``records``."""

from pdportal.partners.records import PartnerCalendar, PartnerEntry

__all__ = ["PartnerCalendar", "PartnerEntry"]
