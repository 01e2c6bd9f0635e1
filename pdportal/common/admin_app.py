"""Wagtail's admin without its own workflow mails: the portal tells people itself, once and in their language.

Wagtail's mails would lead proposers into an editor they may not enter, and are lost while the mail server is down.
"""

from wagtail.admin.apps import WagtailAdminAppConfig


class PortalAdminConfig(WagtailAdminAppConfig):
    """The admin app; its workflow signals are listened to by ``events.proposal_receivers`` only."""

    def ready(self):
        """Start the admin, then take its mail senders off the line."""
        super().ready()
        from wagtail.models import TaskState, WorkflowState  # noqa: PLC0415  models are not loaded before ready()
        from wagtail.signals import (  # noqa: PLC0415  neither are these
            task_submitted,
            workflow_approved,
            workflow_rejected,
            workflow_submitted,
        )

        task_submitted.disconnect(sender=TaskState, dispatch_uid="group_approval_task_submitted_email_notification")
        for signal, word in [
            (workflow_submitted, "submitted"), (workflow_rejected, "rejected"), (workflow_approved, "approved"),
        ]:  # fmt: skip
            signal.disconnect(sender=WorkflowState, dispatch_uid=f"workflow_state_{word}_email_notification")
