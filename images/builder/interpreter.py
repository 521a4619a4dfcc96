"""Runs the Python of an unpacked image on the build machine, without chroot and without root.

The image's own loader starts its own interpreter with its own libraries: so pip sees the very
environment that it resolves for, and bytecode comes from the interpreter that will read it.
"""

import os
import platform
import subprocess
from pathlib import Path

from .fault import BuildError

LOADER = "lib64/ld-linux-x86-64.so.2"
LIBRARIES = "usr/lib/x86_64-linux-gnu"


def python_version(root: Path) -> str:
    """`python3.13`, as the link /usr/bin/python3 of the unpacked image says."""
    return os.readlink(root / "usr/bin/python3")


def site_packages(root: Path) -> str:
    """Where that Python looks for packages that do not come from Debian, relative to the root."""
    return f"usr/local/lib/{python_version(root)}/dist-packages"


def compile_tree(root: Path, layer: Path) -> None:
    """Adds bytecode that is never checked against its source, with paths as in the image.

    A root file system that is read-only could not keep what it compiles, so each start would pay
    again. The environment is empty but for what is set here: the result depends on nothing else.
    """
    arguments = ["-S", "-m", "compileall", "-q", "-f", "-j", "1", "-s", str(layer), "-p", "/"]
    mode = ["--invalidation-mode", "unchecked-hash"]
    environment = {"PYTHONHASHSEED": "0", "PYTHONWARNINGS": "ignore", "LC_ALL": "C.UTF-8"}
    run_python(root, [*arguments, *mode, str(layer)], environment)


def run_python(root: Path, arguments: list[str], environment: dict[str, str]) -> None:
    """Runs the Python of an unpacked image; raises BuildError with what it said when it fails."""
    if (platform.system(), platform.machine()) != ("Linux", "x86_64"):
        raise BuildError(f"images are built on Linux x86_64 only, not on {platform.platform()}")
    loader = [str(root / LOADER), "--library-path", str(root / LIBRARIES)]
    command = [*loader, str(root / "usr/bin" / python_version(root)), "-B", *arguments]
    home = {"PYTHONHOME": str(root / "usr")}
    done = subprocess.run(
        command, capture_output=True, text=True, env=environment | home, check=False
    )
    if done.returncode != 0:
        raise BuildError(
            f"python {' '.join(arguments[:3])}: {(done.stderr or done.stdout).strip()}"
        )
