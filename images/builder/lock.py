"""What a build used: `images/<name>/lock.json`, written by `--lock`, obeyed by every build."""

import json
from dataclasses import asdict, dataclass
from typing import Any

from .definition import Definition
from .fault import BuildError
from .store import sha256_of


@dataclass(frozen=True)
class Base:
    """The image below, by the digest that it had when this lock was made."""

    image: str
    digest: str


@dataclass(frozen=True)
class Package:
    """One Debian package; `path` is relative to the archive (`debian`, `debian-security`)."""

    name: str
    version: str
    archive: str
    path: str
    sha256: str


@dataclass(frozen=True)
class Wheel:
    """One Python wheel, by the name and hash under which the index has it."""

    name: str
    version: str
    file: str
    sha256: str


@dataclass(frozen=True)
class Download:
    """One archive, by its index (`maven`, `npm`) and the path there."""

    index: str
    path: str
    sha256: str


@dataclass(frozen=True)
class OwnFile:
    """One file of this repository; `source` is relative to the image's folder."""

    path: str
    source: str
    sha256: str


@dataclass(frozen=True)
class Lock:
    """All inputs of one image, and the manifest digest that they give."""

    image: str
    digest: str
    definition: str
    """sha256 of `image.toml`."""
    base: Base | None
    packages: list[Package]
    wheels: list[Wheel]
    archives: list[Download]
    files: list[OwnFile]


def read_lock(definition: Definition) -> Lock:
    """Reads the lock of an image."""
    path = definition.folder / "lock.json"
    if not path.is_file():
        raise BuildError(f"{path} is missing; write it with `build.py {definition.name} --lock`")
    try:
        return _lock(json.loads(path.read_text("utf-8")))
    except (KeyError, TypeError, ValueError) as error:
        raise BuildError(f"{path}: not a lock: {error}; write it again with --lock") from error


def _lock(table: dict[str, Any]) -> Lock:
    return Lock(
        image=table["image"],
        digest=table["digest"],
        definition=table["definition"],
        base=Base(**table["base"]) if table["base"] else None,
        packages=[Package(**entry) for entry in table["packages"]],
        wheels=[Wheel(**entry) for entry in table["wheels"]],
        archives=[Download(**entry) for entry in table.get("archives", [])],
        files=[OwnFile(**entry) for entry in table["files"]],
    )


def write_lock(definition: Definition, lock: Lock) -> None:
    """Writes the lock of an image as indented JSON."""
    text = json.dumps(asdict(lock), indent=2, ensure_ascii=False) + "\n"
    (definition.folder / "lock.json").write_text(text, "utf-8")


def own_files(definition: Definition) -> list[OwnFile]:
    """The files of the repository that go into the image, folders walked, in sorted order."""
    found: list[OwnFile] = []
    for target, source in definition.files.items():
        origin = definition.folder / source
        if not origin.exists():
            raise BuildError(f"{definition.folder}/image.toml: `{source}` does not exist")
        for path in sorted(origin.rglob("*")) if origin.is_dir() else [origin]:
            if path.is_file() and "__pycache__" not in path.parts:
                tail = path.relative_to(origin).as_posix() if origin.is_dir() else ""
                join = "/" if tail else ""
                found.append(OwnFile(target + join + tail, source + join + tail, sha256_of(path)))
    return sorted(found, key=lambda file: file.path)


def check_lock(definition: Definition, lock: Lock, base_digest: str | None) -> None:
    """Refuses a lock that no longer describes the repository."""
    again = f"run `build.py {definition.name} --lock`"
    if lock.definition != sha256_of(definition.folder / "image.toml"):
        raise BuildError(f"{definition.name}: image.toml has changed since the lock; {again}")
    if (lock.base.digest if lock.base else None) != base_digest:
        raise BuildError(
            f"{definition.name}: its base {definition.base} is another image now; {again}"
        )
    now = own_files(definition)
    changed = {file.source for file in set(now) ^ set(lock.files)}
    if changed:
        names = ", ".join(sorted(changed))
        raise BuildError(f"{definition.name}: changed since the lock: {names}; {again}")
