"""Tables of messages: the outbox, what providers answered, addresses that said stop, and the development sink's own store."""

from iop.notifications.models.outbox import ChannelState, DeliveryAttempt, Message, Receipt, SafeHours
from iop.notifications.models.reminders import ClientReminderChoice, ReminderLine, ReminderRule, StaffReminderChoice
from iop.notifications.models.replies import AddressStop, Reply
from iop.notifications.models.sink import SinkMessage

__all__ = [
    "AddressStop", "ChannelState", "ClientReminderChoice", "DeliveryAttempt", "Message", "Receipt", "ReminderLine",
    "ReminderRule", "Reply", "SafeHours", "SinkMessage", "StaffReminderChoice",
]  # fmt: skip
