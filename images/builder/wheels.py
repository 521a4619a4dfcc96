"""Python wheels: resolved and downloaded by pip, unpacked by hand so that nothing varies."""

import configparser
import json
import tempfile
import zipfile
from pathlib import Path
from urllib.parse import unquote, urlsplit

from .definition import Python
from .fault import BuildError
from .lock import Wheel
from .pip import download_arguments, run_pip
from .store import store, stored

DROPPED_DATA = ("scripts", "headers")
LIBRARY_DATA = ("purelib", "platlib")


def resolve_wheels(
    root: Path, python: Python, below: list[Wheel], preferred: list[Wheel]
) -> list[Wheel]:
    """The wheels that the requirements need beyond those of the images below.

    `below` is fixed; `preferred` versions are taken where they have no successor to make way for.
    """
    fixed = {wheel.name: wheel.version for wheel in below}
    named = {requirement.split("==")[0].lower() for requirement in python.requirements}
    kept = {wheel.name: wheel.version for wheel in preferred if wheel.name not in named} | fixed
    with tempfile.TemporaryDirectory(prefix="pip-") as folder:
        scratch = Path(folder)
        (scratch / "constraints.txt").write_text("".join(f"{n}=={v}\n" for n, v in kept.items()))
        (scratch / "requirements.txt").write_text("".join(f"{one}\n" for one in python.requirements))
        report = scratch / "report.json"
        files = ["-r", str(scratch / "requirements.txt"), "-c", str(scratch / "constraints.txt")]
        how = ["--dry-run", "--ignore-installed", "--only-binary=:all:", "--report", str(report)]
        how += [] if python.dependencies else ["--no-deps"]
        run_pip(root, ["install", *how, *files])
        found = [_wheel(item) for item in json.loads(report.read_text())["install"]]
    return sorted((one for one in found if one.name not in fixed), key=lambda one: one.name)


def _wheel(item: dict) -> Wheel:  # type: ignore[type-arg]
    metadata, download = item["metadata"], item["download_info"]
    name = metadata["name"].lower().replace("_", "-").replace(".", "-")
    file = unquote(urlsplit(download["url"]).path.rsplit("/", 1)[-1])
    return Wheel(name, metadata["version"], file, download["archive_info"]["hashes"]["sha256"])


def fetch_wheels(root: Path, wheels: list[Wheel]) -> list[Path]:
    """The wheel files of a lock, from the store or from the index that pip is configured for."""
    missing = [wheel for wheel in wheels if stored(wheel.sha256) is None]
    if missing:
        _download(root, missing)
    return [store_path for wheel in wheels if (store_path := stored(wheel.sha256))]


def _download(root: Path, wheels: list[Wheel]) -> None:
    with tempfile.TemporaryDirectory(prefix="pip-") as folder:
        scratch = Path(folder)
        run_pip(root, download_arguments(wheels, scratch))
        for wheel in wheels:
            store(scratch / wheel.file, wheel.sha256, wheel.file)


def unpack_wheels(files: list[Path], site: Path) -> None:
    """Unpacks wheels into one folder, without console scripts: `python3 -m` does their work."""
    for file in files:
        with zipfile.ZipFile(file) as archive:
            for name in archive.namelist():
                target = _target(name)
                if target and not name.endswith("/"):
                    _write(site, target, archive.read(name))


def write_commands(files: list[Path], target: Path) -> None:
    """Writes the commands that wheels declare, as pip does: a program that calls one function."""
    for file in files:
        for name, call in _commands(file).items():
            module, _, function = call.partition(":")
            target.mkdir(parents=True, exist_ok=True)
            lines = ["#!/usr/bin/python3", "import sys", f"from {module} import {function}"]
            (target / name).write_text("\n".join([*lines, f"sys.exit({function}())", ""]))
            (target / name).chmod(0o755)


def _commands(file: Path) -> dict[str, str]:
    parser = configparser.ConfigParser(delimiters=("=",), interpolation=None)
    with zipfile.ZipFile(file) as archive:
        for name in archive.namelist():
            if name.endswith(".dist-info/entry_points.txt"):
                parser.read_string(archive.read(name).decode())
    return dict(parser["console_scripts"]) if "console_scripts" in parser else {}


def _target(name: str) -> str | None:
    """Where a file of a wheel goes below the library's folder; None when it is left out."""
    top, _, rest = name.partition("/")
    if not top.endswith(".data"):
        return name
    kind, _, tail = rest.partition("/")
    if kind in LIBRARY_DATA:
        return tail
    if kind not in DROPPED_DATA:
        raise BuildError(f"{name}: this builder does not install `{kind}` of a wheel's `.data`")
    return None


def _write(site: Path, name: str, content: bytes) -> None:
    if name.startswith("/") or ".." in name.split("/"):
        raise BuildError(f"a wheel holds the path {name}, which must not leave its folder")
    target = site / name
    if target.exists() and target.read_bytes() != content:
        raise BuildError(f"two wheels bring different files as {name}")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)
