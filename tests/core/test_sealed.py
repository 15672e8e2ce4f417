import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iop.core.backup.sealed import SealedReader, SealedWriter, Unreadable, opened, require_good, verify

KEY = "a key of reasonable length"
HEADER_BYTES = 37


def sealed(content, *, piece_bytes=16, key=KEY):
    target = io.BytesIO()
    with SealedWriter(target, key, piece_bytes=piece_bytes) as writer:
        writer.write(content)
    return target.getvalue()


def test_what_was_sealed_can_be_read_back():
    assert SealedReader(io.BytesIO(sealed(b"abc" * 50)), KEY).read() == b"abc" * 50


@settings(max_examples=12, deadline=None)
@given(content=st.binary(max_size=100), size=st.integers(1, 40))
def test_any_bytes_come_back_in_any_steps(content, size):
    reader, parts = SealedReader(io.BytesIO(sealed(content)), KEY), []
    while part := reader.read(size):
        parts.append(part)
    assert b"".join(parts) == content


def test_nothing_of_the_content_stands_in_the_file():
    assert b"Jordan" not in sealed(b"Jordan" * 20)


def test_the_same_content_never_looks_the_same():
    assert sealed(b"same") != sealed(b"same")


def test_another_key_opens_nothing():
    with pytest.raises(Unreadable, match="the key is another one"):
        verify(io.BytesIO(sealed(b"content")), "another key of some length")


@pytest.mark.parametrize("place", [9, 12, 30, HEADER_BYTES + 10, -1])
def test_one_changed_bit_is_noticed(place):
    raw = bytearray(sealed(b"content" * 10))
    raw[place] ^= 1
    with pytest.raises(Unreadable):
        verify(io.BytesIO(bytes(raw)), KEY)


def test_a_file_cut_off_between_two_pieces_is_noticed():
    raw = sealed(b"x" * 48)
    piece = 4 + 16 + 16
    with pytest.raises(Unreadable):
        verify(io.BytesIO(raw[: HEADER_BYTES + 2 * piece]), KEY)


def test_a_file_cut_off_inside_a_piece_is_noticed():
    with pytest.raises(Unreadable, match="cut off"):
        verify(io.BytesIO(sealed(b"x" * 48)[:-3]), KEY)


def test_a_file_cut_off_after_its_header_is_noticed():
    with pytest.raises(Unreadable, match="cut off"):
        verify(io.BytesIO(sealed(b"x")[:HEADER_BYTES]), KEY)


def test_pieces_in_another_order_are_noticed():
    raw, piece = sealed(b"a" * 16 + b"b" * 16 + b"c" * 16), 4 + 16 + 16
    first, second = raw[HEADER_BYTES : HEADER_BYTES + piece], raw[HEADER_BYTES + piece : HEADER_BYTES + 2 * piece]
    with pytest.raises(Unreadable):
        verify(io.BytesIO(raw[:HEADER_BYTES] + second + first + raw[HEADER_BYTES + 2 * piece :]), KEY)


def test_an_error_while_writing_leaves_a_file_that_does_not_open():
    target = io.BytesIO()
    with pytest.raises(RuntimeError), SealedWriter(target, KEY, piece_bytes=4) as writer:
        writer.write(b"half of it")
        raise RuntimeError
    with pytest.raises(Unreadable):
        verify(io.BytesIO(target.getvalue()), KEY)


def test_another_kind_of_file_is_named_as_such():
    with pytest.raises(Unreadable, match="no backup of this system"):
        list(opened(io.BytesIO(b"PK\x03\x04" + b"0" * 60), KEY))


def test_a_layout_of_the_future_is_named_as_such():
    raw = bytearray(sealed(b"x"))
    raw[9] = 2
    with pytest.raises(Unreadable, match="layout 2"):
        verify(io.BytesIO(bytes(raw)), KEY)


@pytest.mark.parametrize("key", ["", "short", "x" * 15])
def test_a_weak_key_is_refused_with_a_way_to_make_one(key):
    with pytest.raises(Unreadable, match="python3 -c"):
        require_good(key)
