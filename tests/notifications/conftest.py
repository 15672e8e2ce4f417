"""A provider that takes what a test sends, and nobody above the outbox who would object."""

import pytest

from tests.factories.messages import Recording


@pytest.fixture
def alone(settings):
    """The outbox by itself: what the gate and the reminders answer is tested with them."""
    settings.MESSAGE_STILL_WANTED, settings.MESSAGE_LEAVES = [], []
    settings.MESSAGE_NOT_TOLD, settings.MESSAGE_CAME_IN = [], []
    return settings


@pytest.fixture
def provider(alone):
    alone.MESSAGE_CHANNELS = dict.fromkeys(("email", "sms"), "tests.factories.messages.Recording")
    Recording.begin()
    return Recording
