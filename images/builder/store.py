"""Downloads, kept outside the repository and found again by their sha256."""

import hashlib
import os
import shutil
from pathlib import Path

from .fault import BuildError


def sha256_of(path: Path) -> str:
    """The hexadecimal sha256 of a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def store_folder() -> Path:
    """`$XDG_CACHE_HOME/data-frost/images`, by default below `~/.cache`."""
    root = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(root) / "data-frost" / "images"


def stored(sha256: str) -> Path | None:
    """The stored file of that hash, or None; a damaged one is removed."""
    path = store_folder() / sha256
    if not path.is_file():
        return None
    if sha256_of(path) != sha256:
        path.unlink()
        return None
    return path


def store(path: Path, sha256: str, what: str) -> Path:
    """Moves a download into the store; refuses one whose hash is not the locked one."""
    found = sha256_of(path)
    if found != sha256:
        raise BuildError(f"{what}: must have sha256 {sha256}, but what was downloaded has {found}")
    target = store_folder() / sha256
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(f"{sha256}.{os.getpid()}")
    shutil.copyfile(path, partial)
    partial.replace(target)
    return target
