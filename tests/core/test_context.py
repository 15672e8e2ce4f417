import pytest

from iop.core.context import Call, current, during


def test_a_call_is_known_inside_its_block_only():
    with during(Call(request_id="r1", channel="web")):
        assert current().request_id == "r1"
    assert current().request_id == ""


def test_a_call_is_forgotten_after_an_error():
    with pytest.raises(RuntimeError), during(Call(channel="api")):
        raise RuntimeError
    assert current().channel == "command"
