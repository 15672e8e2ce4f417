"""What waits in the queues of the broker."""

from __future__ import annotations

from celery import current_app
from kombu.exceptions import ChannelError, KombuError, OperationalError
from redis.exceptions import RedisError

from iop.operations.schedule import queues

SECONDS = 2
"""How long a page waits for a broker that does not answer."""


def depths() -> dict[str, int] | None:
    """Say for each queue how many orders wait in it for a worker; nothing at all when the broker does not answer."""
    try:
        options = {
            **current_app.conf.broker_transport_options,
            "socket_connect_timeout": SECONDS,
            "socket_timeout": SECONDS,
        }
        with current_app.connection_for_read(connect_timeout=SECONDS, transport_options=options) as broker:
            channel = broker.channel()
            return {queue: _waiting(channel, queue) for queue in queues()}
    except (KombuError, OperationalError, RedisError, OSError):
        return None


def _waiting(channel: object, queue: str) -> int:
    try:
        found = channel.queue_declare(queue=queue, passive=True)  # type: ignore[attr-defined]
    except ChannelError:
        # A queue from which everything was taken is not there.
        return 0
    return int(found.message_count)
