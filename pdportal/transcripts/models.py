"""Where Django finds the models; import them from ``pages`` and ``records``."""

from pdportal.transcripts.pages import Topic
from pdportal.transcripts.print_records import PrintRun
from pdportal.transcripts.records import ActivityStart, Certificate, Completion, Disposal, LedgerImport, Proof

__all__ = ["ActivityStart", "Certificate", "Completion", "Disposal", "LedgerImport", "PrintRun", "Proof", "Topic"]
