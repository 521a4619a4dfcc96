#!/usr/bin/env python3
"""Builds the images of this folder as OCI layouts, from locked inputs and without a daemon.

Prints one line an image: `name@sha256:…`, the digest that a literal under environments/ pins.
"""

import argparse
import sys
from pathlib import Path

from builder.assemble import Workshop
from builder.fault import BuildError

HERE = Path(__file__).resolve().parent


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="name", help="images to build; default: all")
    parser.add_argument(
        "--lock", action="store_true", help="resolve the inputs and write lock.json"
    )
    parser.add_argument(
        "--upgrade", action="store_true", help="with --lock: move Python packages to newer versions"
    )
    parser.add_argument("--images", type=Path, default=HERE, help="folder of the definitions")
    parser.add_argument(
        "--output",
        type=Path,
        default=HERE.parent / ".build" / "images",
        help="folder of the layouts; default: .build/images",
    )
    parsed = parser.parse_args()
    if parsed.upgrade and not parsed.lock:
        parser.error("--upgrade must come with --lock")
    return parsed


def main() -> int:
    """Builds or locks what the command line names; 1 when something must be fixed first."""
    wanted = arguments()
    workshop = Workshop(
        wanted.images.resolve(), wanted.output.resolve(), lambda line: print(line, file=sys.stderr)
    )
    try:
        for name in wanted.names or workshop.in_order():
            image = workshop.lock(name, wanted.upgrade) if wanted.lock else workshop.build(name)
            print(f"{name}@{image.digest}", flush=True)
    except BuildError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
