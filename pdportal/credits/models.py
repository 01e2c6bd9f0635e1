"""Where Django finds the models; import them from ``records``."""

from pdportal.credits.records import CertificateDates, RulePack, RulePackVersion

__all__ = ["CertificateDates", "RulePack", "RulePackVersion"]
