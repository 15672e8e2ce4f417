"""What an export is written into and read from: a folder, a zip, or a sealed zip."""

from __future__ import annotations

import io
import shutil
import zipfile
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, Any, cast

from iop.core.backup.sealed import SealedFile, SealedWriter, Unreadable, opened

MAGIC = b"IOPEXPORT"
PART_BYTES = 1024 * 1024
UNFINISHED = ".unfinished"
EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The date of every file in a zip: the manifest alone says when it was made, so that equal data makes equal files."""
WRONG_KEY = "This export cannot be opened: the passphrase is another one, or the file was damaged, changed or cut off."


class Refused(Exception):
    """An export cannot be written there, or is not whole; says in a sentence what would mend it."""


Create = Callable[[str], Any]
"""Opens a new file of the box by its name, as a context manager for bytes."""


@contextmanager
def writing(target: Path, passphrase: str) -> Generator[Create]:
    """Open a new box. It takes its name at the end only: an interrupted one cannot be taken for a whole one.

    A name that ends in ``.zip``, or a passphrase, makes one file; anything else a folder. Raises ``Refused`` where something stands.
    """
    draft = target.with_name(target.name + UNFINISHED)
    if target.exists():
        raise Refused(f"{target} exists already, and an export is never written over.")
    if draft.exists():
        raise Refused(f"{draft} is left from an export that was interrupted, or that still runs. Remove it first.")
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        with _file(draft, passphrase) if passphrase or target.suffix == ".zip" else _folder(draft) as create:
            yield create
        draft.rename(target)
    finally:
        shutil.rmtree(draft, ignore_errors=True) if draft.is_dir() else draft.unlink(missing_ok=True)


class Box:
    """A box that is read: its names, and each file's bytes."""

    def __init__(self, names: list[str], open_: Callable[[str], IO[bytes]]) -> None:
        self.names, self._open = sorted(names), open_

    def open(self, name: str) -> IO[bytes]:
        """Open a file of the box. Raises ``Refused`` when it is not in there."""
        if name not in self.names:
            raise Refused(f"This export is not whole: {name} is missing.")
        return self._open(name)


@contextmanager
def reading(source: Path, passphrase: str) -> Generator[Box]:
    """Open a box that was written, whichever kind it is. Raises ``Refused``."""
    if not source.exists():
        raise Refused(f"There is nothing at {source}.")
    if source.is_dir():
        names = [path.relative_to(source).as_posix() for path in source.rglob("*") if path.is_file()]
        yield Box(names, lambda name: (source / name).open("rb"))
        return
    with ExitStack() as stack:
        raw = stack.enter_context(source.open("rb"))
        plain = _unsealed(raw, passphrase, stack) if is_sealed(source) else raw
        try:
            packed = stack.enter_context(zipfile.ZipFile(plain))
        except zipfile.BadZipFile:
            raise Refused("This is no export of this system, or it was cut off.") from None
        yield Box(packed.namelist(), packed.open)


def is_sealed(source: Path) -> bool:
    """Say whether a file asks for a passphrase."""
    if not source.is_file():
        return False
    with source.open("rb") as raw:
        return raw.read(len(MAGIC)) == MAGIC


def unseal(source: Path, target: Path, passphrase: str) -> None:
    """Write what is in a sealed export to a plain zip. Raises ``Refused``."""
    if not is_sealed(source):
        raise Refused(f"{source} is not sealed.")
    draft = target.with_name(target.name + UNFINISHED)
    if target.exists() or draft.exists():
        raise Refused(f"{target if target.exists() else draft} exists already and is not written over.")
    try:
        with source.open("rb") as raw, draft.open("xb") as plain:
            draft.chmod(0o600)
            for piece in _pieces(raw, passphrase):
                plain.write(piece)
        draft.rename(target)
    finally:
        draft.unlink(missing_ok=True)


@contextmanager
def _folder(draft: Path) -> Generator[Create]:
    draft.mkdir(mode=0o700)

    @contextmanager
    def create(name: str) -> Iterator[IO[bytes]]:
        place = draft / name
        place.parent.mkdir(parents=True, exist_ok=True)
        with place.open("xb") as file:
            place.chmod(0o600)
            yield file

    yield create


@contextmanager
def _file(draft: Path, passphrase: str) -> Generator[Create]:
    with ExitStack() as stack:
        raw: Any = stack.enter_context(draft.open("xb"))
        draft.chmod(0o600)
        if passphrase:
            raw = stack.enter_context(SealedWriter(raw, passphrase, magic=MAGIC))
        packed = stack.enter_context(zipfile.ZipFile(cast(Any, _Stream(raw)), "w", zipfile.ZIP_DEFLATED))

        def create(name: str) -> IO[bytes]:
            member = zipfile.ZipInfo(name, EARLIEST)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.external_attr = 0o600 << 16
            return packed.open(member, "w", force_zip64=True)

        yield create


class _Stream:
    """The end of a stream that can't go back: a zip is then written in one go."""

    def __init__(self, target: Any) -> None:
        self._target = target

    def write(self, data: bytes) -> int:
        self._target.write(data)
        return len(data)

    def flush(self) -> None:
        """Nothing is held back here."""


def _unsealed(raw: IO[bytes], passphrase: str, stack: ExitStack) -> IO[bytes]:
    if not passphrase:
        raise Refused("This export is sealed. Name the file that holds its passphrase: --passphrase-file FILE")
    # Authenticated to its end before a byte of it is believed.
    for _ in _pieces(raw, passphrase):
        pass
    raw.seek(0)
    return cast(IO[bytes], stack.enter_context(io.BufferedReader(SealedFile(raw, passphrase, magic=MAGIC))))


def _pieces(raw: IO[bytes], passphrase: str) -> Iterator[bytes]:
    try:
        yield from opened(raw, passphrase, magic=MAGIC)
    except Unreadable:
        raise Refused(WRONG_KEY) from None
