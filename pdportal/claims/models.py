"""Where Django finds the models; import them from ``records``."""

from pdportal.claims.records import ApprovalShape, Claim, ClaimFile, ClaimStep

__all__ = ["ApprovalShape", "Claim", "ClaimFile", "ClaimStep"]
