import socket

import pytest

from tests.plugins.network import NetworkBlocked, is_local


@pytest.mark.parametrize(
    ("family", "address", "local"),
    [
        (socket.AF_UNIX, "/tmp/x.sock", True),
        (socket.AF_INET, ("127.0.0.1", 80), True),
        (socket.AF_INET6, ("::1", 80, 0, 0), True),
        (socket.AF_INET, ("localhost", 80), True),
        (socket.AF_INET, ("192.0.2.1", 80), False),
        (socket.AF_INET, ("example.org", 443), False),
    ],
)
def test_only_this_machine_is_local(family, address, local):
    assert is_local(family, address) is local


def test_a_test_cannot_reach_another_machine():
    with socket.socket() as plug, pytest.raises(NetworkBlocked):
        plug.connect(("192.0.2.1", 80))
