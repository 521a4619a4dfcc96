"""A folder becomes a layer: a tar whose bytes depend on the names and contents alone."""

import os
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from .fault import BuildError
from .store import sha256_of

WORLD_WRITABLE = ("tmp", "var/tmp")
MERGED = ("bin", "lib", "lib64", "sbin")
"""Links into /usr of the lowest layer, which a folder of the same name would put out of sight."""


@dataclass(frozen=True)
class Blob:
    """A file of an OCI layout, by its content."""

    sha256: str
    size: int

    @property
    def digest(self) -> str:
        """As manifests write it."""
        return f"sha256:{self.sha256}"


def prune(tree: Path, patterns: list[str], keep: list[str]) -> None:
    """Removes the files that match a pattern, and the folders that this leaves empty."""
    for path in reversed(list(_walk(tree))):
        name = f"/{path.relative_to(tree).as_posix()}"
        matched = any(fnmatchcase(name, one) for one in patterns)
        if not matched or any(fnmatchcase(name, one) for one in keep):
            continue
        if path.is_symlink() or not path.is_dir():
            path.unlink()
        elif not any(path.iterdir()):
            path.rmdir()


def check_merged(tree: Path, name: str) -> None:
    """Refuses a layer above the lowest that would hide a link into /usr."""
    for one in MERGED:
        if (tree / one).exists() and not (tree / one).is_symlink():
            raise BuildError(f"{name}: its files must be below /usr/{one}, not below /{one}")


def make_executable(tree: Path, patterns: list[str]) -> None:
    """Marks the files that match a pattern as programs."""
    for path in _walk(tree):
        name = f"/{path.relative_to(tree).as_posix()}"
        if path.is_file() and not path.is_symlink():
            if any(fnmatchcase(name, one) for one in patterns):
                path.chmod(0o755)


def write_layer(tree: Path, target: Path) -> Blob:
    """Writes the folder as an uncompressed tar: sorted, owner 0, time 0, modes normalised."""
    with tarfile.open(target, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for path in _walk(tree):
            entry = _entry(path, path.relative_to(tree).as_posix())
            if entry.isreg():
                with path.open("rb") as stream:
                    archive.addfile(entry, stream)
            else:
                archive.addfile(entry)
    return Blob(sha256_of(target), target.stat().st_size)


def _entry(path: Path, name: str) -> tarfile.TarInfo:
    entry = tarfile.TarInfo(name)
    status = path.lstat()
    if path.is_symlink():
        entry.type, entry.linkname, entry.mode = tarfile.SYMTYPE, os.readlink(path), 0o777
    elif path.is_dir():
        entry.type, entry.mode = tarfile.DIRTYPE, 0o1777 if name in WORLD_WRITABLE else 0o755
    else:
        entry.size, entry.mode = status.st_size, 0o755 if status.st_mode & 0o100 else 0o644
    return entry


def _walk(tree: Path) -> Iterator[Path]:
    """Everything below the folder, each folder before its content, links not followed."""
    for path in sorted(tree.iterdir()):
        yield path
        if path.is_dir() and not path.is_symlink():
            yield from _walk(path)
