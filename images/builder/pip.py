"""pip, itself a pinned input: that of the build machine may be too old for the image's Python."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from .fault import BuildError
from .interpreter import run_python
from .lock import Wheel
from .store import store, stored

PIP = Wheel(
    name="pip",
    version="26.2.1",
    file="pip-26.2.1-py3-none-any.whl",
    sha256="71138adf1f4ca900cdb7d289c21b7494329f2332b6d85f0e1c42108c0384ed3e",
)


def run_pip(root: Path, arguments: list[str]) -> None:
    """Runs the pinned pip, with the build machine's pip configuration, on the image's Python."""
    pip = stored(PIP.sha256) or _download_pip()
    run_python(root, ["-m", "pip", "--quiet", *arguments], os.environ | {"PYTHONPATH": str(pip)})


def download_arguments(wheels: Sequence[Wheel], folder: Path) -> list[str]:
    """The arguments with which any pip downloads these very wheels into a folder."""
    requirements = folder / "requirements.txt"
    lines = [f"{one.name}=={one.version} --hash=sha256:{one.sha256}\n" for one in wheels]
    requirements.write_text("".join(lines))
    how = ["--no-deps", "--only-binary=:all:", "--require-hashes", "--dest", str(folder)]
    return ["download", *how, "-r", str(requirements)]


def _download_pip() -> Path:
    with tempfile.TemporaryDirectory(prefix="pip-") as scratch:
        folder = Path(scratch)
        command = [sys.executable, "-m", "pip", "--quiet", *download_arguments([PIP], folder)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise BuildError(f"cannot download {PIP.file}: {done.stderr.strip()}")
        return store(folder / PIP.file, PIP.sha256, PIP.file)
