"""OCI image layouts: https://github.com/opencontainers/image-spec/blob/v1.1.1/image-layout.md"""

import hashlib
import json
import os
import shutil
import tarfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .definition import Config
from .fault import BuildError
from .layer import Blob
from .store import sha256_of

MANIFEST = "application/vnd.oci.image.manifest.v1+json"
CONFIG = "application/vnd.oci.image.config.v1+json"
LAYER = "application/vnd.oci.image.layer.v1.tar"
EPOCH = "1970-01-01T00:00:00Z"


@dataclass(frozen=True)
class Image:
    """An image in a layout on disk."""

    layout: Path
    digest: str
    layers: list[Blob]

    def blob(self, blob: Blob) -> Path:
        """The file of a blob."""
        return self.layout / "blobs" / "sha256" / blob.sha256


def write_layout(target: Path, layers: dict[Blob, Path], config: dict[str, Any]) -> Image:
    """Writes an image from its layers, the lowest first; replaces an older layout of that name."""
    partial = target.with_name(f".{target.name}.{os.getpid()}")
    blobs = partial / "blobs" / "sha256"
    blobs.mkdir(parents=True)
    for blob, file in layers.items():
        _link(file, blobs / blob.sha256)
    manifest = {
        "schemaVersion": 2,
        "mediaType": MANIFEST,
        "config": _descriptor(CONFIG, _write_json(blobs, config)),
        "layers": [_descriptor(LAYER, blob) for blob in layers],
    }
    manifest_blob = _write_json(blobs, manifest)
    listed = _descriptor(MANIFEST, manifest_blob)
    listed["annotations"] = {"org.opencontainers.image.ref.name": target.name}
    (partial / "index.json").write_bytes(_json({"schemaVersion": 2, "manifests": [listed]}))
    (partial / "oci-layout").write_bytes(_json({"imageLayoutVersion": "1.0.0"}))
    shutil.rmtree(target, ignore_errors=True)
    partial.replace(target)
    return Image(target, manifest_blob.digest, list(layers))


def image_config(architecture: str, config: Config, layers: list[Blob]) -> dict[str, Any]:
    """The OCI configuration: https://github.com/opencontainers/image-spec/blob/v1.1.1/config.md"""
    runs: dict[str, Any] = {
        "User": config.user,
        "WorkingDir": config.workdir,
        "Entrypoint": config.entrypoint,
        "Cmd": config.command,
        "Env": [f"{key}={value}" for key, value in sorted(config.env.items())],
        "ExposedPorts": {f"{port}/tcp": {} for port in config.ports},
        "Labels": config.labels,
    }
    return {
        "architecture": architecture,
        "os": "linux",
        "created": EPOCH,
        "config": {key: value for key, value in runs.items() if value},
        "rootfs": {"type": "layers", "diff_ids": [layer.digest for layer in layers]},
    }


def read_layout(layout: Path) -> Image:
    """Reads a layout; raises BuildError when a blob of it is missing or damaged."""
    try:
        index = json.loads((layout / "index.json").read_bytes())
        digest = index["manifests"][0]["digest"]
        blobs = layout / "blobs" / "sha256"
        manifest = json.loads((blobs / digest.removeprefix("sha256:")).read_bytes())
        layers = [
            Blob(one["digest"].removeprefix("sha256:"), one["size"]) for one in manifest["layers"]
        ]
        damaged = [path.name for path in blobs.iterdir() if sha256_of(path) != path.name]
        missing = [one.sha256 for one in layers if not (blobs / one.sha256).is_file()]
    except (OSError, ValueError, KeyError) as error:
        raise BuildError(f"{layout}: not an OCI layout: {error}") from error
    if damaged or missing:
        raise BuildError(f"{layout}: damaged blobs: {', '.join(damaged + missing)}")
    return Image(layout, digest, layers)


def unpack_layers(image: Image, layers: list[Blob], root: Path) -> None:
    """Unpacks layers into a folder, in order."""
    for layer in layers:
        with tarfile.open(image.blob(layer)) as archive:
            # what this builder wrote needs no filter, and Python before 3.11.4 has none
            archive.extraction_filter = lambda member, _: member
            archive.extractall(root)


def _descriptor(media_type: str, blob: Blob) -> dict[str, Any]:
    return {"mediaType": media_type, "digest": blob.digest, "size": blob.size}


def _write_json(blobs: Path, value: dict[str, Any]) -> Blob:
    content = _json(value)
    blob = Blob(hashlib.sha256(content).hexdigest(), len(content))
    (blobs / blob.sha256).write_bytes(content)
    return blob


def _json(value: dict[str, Any]) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode()


def _link(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)
