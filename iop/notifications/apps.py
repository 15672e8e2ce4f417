from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "iop.notifications"
    label = "notifications"
    verbose_name = "Notifications"

    def ready(self) -> None:
        """Listen to what mail services report (django-anymail tells it as a signal)."""
        from anymail.signals import tracking

        from iop.notifications.channels.told import note_event

        tracking.connect(note_event, dispatch_uid="iop.notifications.told")
