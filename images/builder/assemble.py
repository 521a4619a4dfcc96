"""The recipe: definition → lock → layer → image, the image below first."""

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from .archives import fetch_archives, resolve_archives, unpack_archives
from .debian import fetch_packages, resolve_packages, unpack_packages
from .definition import Config, Definition, image_names, read_definition
from .fault import BuildError
from .interpreter import compile_tree, site_packages
from .java import write_truststore
from .layer import check_merged, make_executable, prune, write_layer
from .layout import Image, image_config, read_layout, unpack_layers, write_layout
from .lock import Base, Lock, Wheel, check_lock, own_files, read_lock, write_lock
from .store import sha256_of
from .wheels import fetch_wheels, resolve_wheels, unpack_wheels, write_commands


@dataclass(frozen=True)
class Workshop:
    """Where definitions are, where layouts go, and whom to tell what is going on."""

    images: Path
    output: Path
    say: Callable[[str], None]

    def chain(self, name: str) -> list[Definition]:
        """The image and those below it, the lowest first."""
        chain: list[Definition] = []
        following: str | None = name
        while following:
            if following in [one.name for one in chain]:
                raise BuildError(f"{name}: stands on itself; `from` must not go in a circle")
            chain.insert(0, read_definition(self.images, following))
            following = chain[0].base
        return chain

    def in_order(self) -> list[str]:
        """Every image, each after the one it stands on."""
        names = image_names(self.images)
        return sorted(names, key=lambda name: (len(self.chain(name)), name))

    def build(self, name: str) -> Image:
        """Builds an image from its lock, and refuses a result that is not the locked digest."""
        definition, lock = self._checked(name)
        ready = self._ready(lock)
        if ready:
            return ready
        base = self.build(definition.base) if definition.base else None
        image = self._assemble(definition, lock, base)
        if image.digest != lock.digest:
            raise BuildError(
                f"{name}: its lock says {lock.digest}, these inputs gave {image.digest}: the "
                f"builder has changed; look at the difference, then run `build.py {name} --lock`"
            )
        return image

    def _checked(self, name: str) -> tuple[Definition, Lock]:
        """The image and its lock, once every lock of the chain agrees with the repository."""
        below: str | None = None
        for definition in self.chain(name):
            lock = read_lock(definition)
            check_lock(definition, lock, below)
            below = lock.digest
        return definition, lock

    def lock(self, name: str, upgrade: bool) -> Image:
        """Resolves the inputs of an image, builds it from them and writes its lock."""
        definition = read_definition(self.images, name)
        base = self.build(definition.base) if definition.base else None
        lock = self._resolve(definition, base, upgrade)
        image = self._assemble(definition, lock, base)
        write_lock(definition, replace(lock, digest=image.digest))
        return image

    def _ready(self, lock: Lock) -> Image | None:
        """The layout of an earlier build, when it is whole and the one that the lock wants."""
        try:
            image = read_layout(self.output / lock.image)
        except BuildError:
            return None
        return image if image.digest == lock.digest else None

    def _resolve(self, definition: Definition, base: Image | None, upgrade: bool) -> Lock:
        self.say(f"{definition.name}: resolving")
        lower = [read_lock(one) for one in self.chain(definition.name)[:-1]]
        below = [package for lock in lower for package in lock.packages]
        return Lock(
            image=definition.name,
            digest="",
            definition=sha256_of(definition.folder / "image.toml"),
            base=Base(definition.base, base.digest) if base and definition.base else None,
            packages=resolve_packages(definition.debian, below) if definition.debian else [],
            wheels=self._resolve_wheels(definition, base, upgrade),
            archives=resolve_archives(definition.archives),
            files=own_files(definition),
        )

    def _resolve_wheels(
        self, definition: Definition, base: Image | None, upgrade: bool
    ) -> list[Wheel]:
        if not definition.python.requirements or not base:
            return []
        lower = self.chain(definition.name)[:-1]
        below = [wheel for one in lower for wheel in read_lock(one).wheels]
        locked = not upgrade and (definition.folder / "lock.json").is_file()
        preferred = read_lock(definition).wheels if locked else []
        with tempfile.TemporaryDirectory(prefix="python-") as scratch:
            root = Path(scratch)
            unpack_layers(base, base.layers[:1], root)
            return resolve_wheels(root, definition.python, below, preferred)

    def _assemble(self, definition: Definition, lock: Lock, base: Image | None) -> Image:
        self.say(f"{definition.name}: building")
        self.output.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix="image-", dir=self.output) as scratch:
            layer, root = Path(scratch) / "layer", Path(scratch) / "root"
            layer.mkdir()
            if base:
                unpack_layers(base, base.layers[:1], root)
            _fill(definition, lock, layer, root if base else layer)
            tar = Path(scratch) / "layer.tar"
            if base:
                check_merged(layer, definition.name)
            blob = write_layer(layer, tar)
            config = self._config(definition.name)
            files = {below: base.blob(below) for below in base.layers} if base else {}
            files[blob] = tar
            settings = image_config(self._architecture(definition.name), config, list(files))
            return write_layout(self.output / definition.name, files, settings)

    def _config(self, name: str) -> Config:
        config = Config()
        for definition in self.chain(name):
            config = definition.config.over(config)
        return config

    def _architecture(self, name: str) -> str:
        debian = self.chain(name)[0].debian
        if not debian:
            raise BuildError(f"{name}: the lowest image must have a [debian] table")
        return debian.architecture


def _fill(definition: Definition, lock: Lock, layer: Path, root: Path) -> None:
    """Puts everything that the lock lists into the layer; `root` holds a Python that runs."""
    unpack_packages(fetch_packages(lock.packages), layer)
    write_truststore(root, layer)
    if lock.wheels:
        wheels = fetch_wheels(root, lock.wheels)
        unpack_wheels(wheels, layer / site_packages(root))
        write_commands(wheels if definition.python.commands else [], layer / "usr/local/bin")
    unpack_archives(fetch_archives(lock.archives), definition.archives, layer)
    for file in lock.files:
        target = layer / file.path.lstrip("/")
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(definition.folder / file.source, target)
    for name in definition.folders:
        (layer / name.lstrip("/")).mkdir(parents=True, exist_ok=True)
    for name, to in definition.links.items():
        (layer / name.lstrip("/")).parent.mkdir(parents=True, exist_ok=True)
        (layer / name.lstrip("/")).symlink_to(to)
    make_executable(layer, definition.executable)
    prune(layer, definition.prune, definition.keep)
    if any(layer.rglob("*.py")):
        compile_tree(root, layer)
