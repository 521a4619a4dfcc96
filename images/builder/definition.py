"""What a person writes about an image: `images/<name>/image.toml`."""

import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .fault import BuildError

NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
PINNED = re.compile(r"[A-Za-z0-9._-]+==[A-Za-z0-9.!+_-]+")


@dataclass(frozen=True)
class Debian:
    """Packages that are unpacked, without their maintainer scripts, with what they depend on."""

    suite: str
    architecture: str
    packages: list[str]
    assumed: list[str] = field(default_factory=list)
    """Dependencies that are taken as present: only maintainer scripts would need them."""


@dataclass(frozen=True)
class Python:
    """What comes from the Python index, as wheels."""

    requirements: list[str] = field(default_factory=list)
    """Each pinned with `==`; what they depend on is pinned by the lock."""
    dependencies: bool = True
    """Whether what they depend on is taken, too; False where a dependency is no wheel."""
    commands: bool = False
    """Whether the commands that they declare get into /usr/local/bin."""


@dataclass(frozen=True)
class Archive:
    """A tar of Maven Central or of the npm registry, unpacked."""

    index: str
    """`maven` or `npm`."""
    path: str
    """Relative to the index; the version is part of it."""
    target: str
    """Absolute path in the image of the folder that it is unpacked into."""
    strip: int = 1
    """Leading folders that are left out, as `tar --strip-components` does."""


@dataclass(frozen=True)
class Config:
    """The part of the OCI configuration that says how the image runs; unset is inherited."""

    user: str | None = None
    workdir: str | None = None
    entrypoint: list[str] | None = None
    command: list[str] | None = None
    ports: list[int] = field(default_factory=list)
    env: dict[str, str] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)

    def over(self, base: "Config") -> "Config":
        """What this one sets, and for the rest what the image below sets."""
        return Config(
            user=self.user or base.user,
            workdir=self.workdir or base.workdir,
            entrypoint=self.entrypoint or base.entrypoint,
            command=self.command or base.command,
            ports=self.ports or base.ports,
            env=base.env | self.env,
            labels=base.labels | self.labels,
        )


@dataclass(frozen=True)
class Definition:
    """One image: the image it stands on, and the one layer it adds."""

    name: str
    folder: Path
    base: str | None = None
    debian: Debian | None = None
    python: Python = field(default_factory=Python)
    archives: list[Archive] = field(default_factory=list)
    files: dict[str, str] = field(default_factory=dict)
    """Absolute path in the image → file or folder, relative to the image's own folder."""
    links: dict[str, str] = field(default_factory=dict)
    """Absolute path in the image → where the symbolic link points."""
    folders: list[str] = field(default_factory=list)
    """Absolute paths of empty folders."""
    executable: list[str] = field(default_factory=list)
    """Globs of absolute paths of files that are programs, although their origin does not say so."""
    prune: list[str] = field(default_factory=list)
    """Globs of absolute paths that the layer leaves out (`*` also matches `/`)."""
    keep: list[str] = field(default_factory=list)
    """Globs that win over `prune`."""
    config: Config = field(default_factory=Config)


def read_definition(images: Path, name: str) -> Definition:
    """Reads and checks `images/<name>/image.toml`."""
    path = images / name / "image.toml"
    if not NAME.fullmatch(name) or not path.is_file():
        raise BuildError(f"{name}: there is no {path}; images are {', '.join(image_names(images))}")
    try:
        table = tomllib.loads(path.read_text("utf-8"))
        return _checked(_definition(table, name, path.parent))
    except (tomllib.TOMLDecodeError, TypeError) as error:
        raise BuildError(f"{path}: {error}") from error


def image_names(images: Path) -> list[str]:
    """Every folder of `images` that holds an `image.toml`, sorted."""
    return sorted(path.parent.name for path in images.glob("*/image.toml"))


def _definition(table: dict[str, Any], name: str, folder: Path) -> Definition:
    debian = table.pop("debian", None)
    archives = [Archive(**archive) for archive in table.pop("archives", [])]
    python = Python(**table.pop("python", {}))
    config = Config(**table.pop("config", {}))
    base = table.pop("from", None)
    return Definition(
        name=name,
        folder=folder,
        base=base,
        debian=Debian(**debian) if debian else None,
        python=python,
        archives=archives,
        config=config,
        **table,
    )


def _targets(definition: Definition) -> list[str]:
    own = [*definition.files, *definition.links, *definition.folders]
    return own + [archive.target for archive in definition.archives]


def _checked(definition: Definition) -> Definition:
    where = definition.folder / "image.toml"
    if definition.base is None and definition.debian is None:
        raise BuildError(
            f"{where}: must have either `from` (an image) or `[debian]` (a first layer)"
        )
    for requirement in definition.python.requirements:
        if not PINNED.fullmatch(requirement):
            raise BuildError(f"{where}: `{requirement}` must be pinned, as in `numpy==2.5.5`")
    for target in _targets(definition):
        if not target.startswith("/") or ".." in target.split("/"):
            raise BuildError(
                f"{where}: `{target}` must be an absolute path in the image without `..`"
            )
    return definition
