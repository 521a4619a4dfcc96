"""Archives of Maven Central and of the npm registry: downloaded once, unpacked without scripts."""

import os
import shutil
import tarfile
import tempfile
import urllib.error
import urllib.request
from pathlib import Path

from .definition import Archive
from .fault import BuildError
from .lock import Download
from .store import sha256_of, store, stored

INDEXES = {
    "maven": ("MAVEN_REPOSITORY", "https://repo1.maven.org/maven2"),
    "npm": ("NPM_CONFIG_REGISTRY", "https://registry.npmjs.org"),
}
SECONDS = 60


def resolve_archives(archives: list[Archive]) -> list[Download]:
    """What each archive is today, by its sha256; an index never changes a version that it has."""
    return [Download(one.index, one.path, _download(one.index, one.path)) for one in archives]


def fetch_archives(downloads: list[Download]) -> list[Path]:
    """The archives of a lock, from the store or from their index."""
    return [stored(one.sha256) or _fetch(one) for one in downloads]


def unpack_archives(files: list[Path], archives: list[Archive], layer: Path) -> None:
    """Unpacks each archive into its folder of the layer."""
    for file, archive in zip(files, archives, strict=True):
        with tarfile.open(file) as tar:
            for member in tar:
                _unpack(tar, member, archive, layer)


def _unpack(tar: tarfile.TarFile, member: tarfile.TarInfo, archive: Archive, layer: Path) -> None:
    parts = [part for part in member.name.split("/") if part not in ("", ".")][archive.strip :]
    if ".." in parts:
        raise BuildError(f"{archive.path} holds {member.name}, which must not leave its folder")
    target = layer / archive.target.lstrip("/") / "/".join(parts)
    target.parent.mkdir(parents=True, exist_ok=True)
    if member.isdir():
        target.mkdir(exist_ok=True)
    elif member.issym():
        target.symlink_to(member.linkname)
    elif content := tar.extractfile(member):
        with content, target.open("wb") as stream:
            shutil.copyfileobj(content, stream)
        target.chmod(0o755 if member.mode & 0o100 else 0o644)


def _fetch(download: Download) -> Path:
    found = _download(download.index, download.path)
    path = stored(download.sha256)
    if path is None:
        raise BuildError(
            f"{download.index}/{download.path}: must have sha256 {download.sha256}, "
            f"but what was downloaded has {found}"
        )
    return path


def _download(index: str, path: str) -> str:
    """Downloads an archive into the store and returns its sha256."""
    if index not in INDEXES:
        raise BuildError(f"{path}: `index` must be one of {', '.join(INDEXES)}, got `{index}`")
    variable, default = INDEXES[index]
    url = f"{(os.environ.get(variable) or default).rstrip('/')}/{path}"
    with tempfile.TemporaryDirectory(prefix="archive-") as scratch:
        file = Path(scratch) / "archive"
        try:
            with urllib.request.urlopen(url, timeout=SECONDS) as answer, file.open("wb") as stream:
                shutil.copyfileobj(answer, stream)
        except (urllib.error.URLError, TimeoutError) as error:
            raise BuildError(f"{index}/{path}: cannot be downloaded: {error}") from error
        found = sha256_of(file)
        store(file, found, path)
    return found
