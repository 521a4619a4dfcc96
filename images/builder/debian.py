"""Debian packages: resolved by the machine's own apt, unpacked without their scripts."""

import os
import re
import subprocess
import tempfile
from pathlib import Path
from urllib.parse import unquote

from .definition import Debian
from .fault import BuildError
from .lock import Package
from .store import store, stored

KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg"
APT_HELPER = "/usr/lib/apt/apt-helper"
SUITES = {"debian": "{suite}", "debian-security": "{suite}-security"}
NEWEST = "99:9999"
"""Newer than whatever a dependency asks for, of whatever epoch."""
VARIABLES = {"debian": "DEBIAN_ARCHIVE", "debian-security": "DEBIAN_SECURITY_ARCHIVE"}
PRINTED_URI = re.compile(r"^'(?P<uri>[^']+)' (?P<file>\S+) \d+ SHA256:(?P<sha256>[0-9a-f]{64})$")


def archive_urls() -> dict[str, str]:
    """Where the machine that builds reaches each archive: environment variables, else apt's own sources."""
    listing = _run(["apt-get", "indextargets", "--format", "$(REPO_URI)", "Created-By: Packages"])
    configured = {uri.rstrip("/") for uri in listing.split()}
    urls: dict[str, str] = {}
    for archive, variable in VARIABLES.items():
        known = sorted(uri for uri in configured if uri.rsplit("/", 1)[-1] == archive)
        url = os.environ.get(variable) or next(iter(known), None)
        if url is None:
            raise BuildError(f"apt has no source ending in /{archive}; set {variable} to its URL")
        urls[archive] = url.rstrip("/")
    return urls


def resolve_packages(debian: Debian, below: list[Package]) -> list[Package]:
    """The closure of the packages as the suite and its security updates have it today.

    The packages `below` are there already.
    """
    if not debian.packages:
        return []
    if not Path(KEYRING).is_file():
        raise BuildError(f"{KEYRING} is missing; install the package debian-archive-keyring")
    urls = archive_urls()
    with tempfile.TemporaryDirectory(prefix="apt-") as scratch:
        options = _private_apt(Path(scratch), debian, urls, below)
        _run(["apt-get", *options, "--error-on=any", "update"])
        wanted = ["install", "--yes", "--no-install-recommends", "--print-uris"]
        printed = _run(["apt-get", *options, *wanted, *debian.packages])
    matches = [match for line in printed.splitlines() if (match := PRINTED_URI.match(line))]
    return sorted((_package(match, urls) for match in matches), key=lambda one: one.name)


def _private_apt(
    scratch: Path, debian: Debian, urls: dict[str, str], below: list[Package]
) -> list[str]:
    """Options for an apt that sees an empty system and the wanted suites, nothing else."""
    (scratch / "lists" / "partial").mkdir(parents=True)
    (scratch / "cache" / "archives" / "partial").mkdir(parents=True)
    sources = [
        f"deb [signed-by={KEYRING}] {urls[archive]} {suite.format(suite=debian.suite)} main\n"
        for archive, suite in SUITES.items()
    ]
    (scratch / "sources.list").write_text("".join(sources))
    stanza = "Package: {}\nStatus: install ok installed\nVersion: {}\nArchitecture: {}\n"
    fields = "Maintainer: none\nDescription: taken as present\n\n"
    present = [stanza.format(name, NEWEST, "all") + fields for name in debian.assumed]
    present += [stanza.format(one.name, one.version, debian.architecture) + fields for one in below]
    (scratch / "status").write_text("".join(present))
    settings = {
        "Dir::State": scratch,
        "Dir::State::lists": scratch / "lists",
        "Dir::State::status": scratch / "status",
        "Dir::Cache": scratch / "cache",
        "Dir::Etc::sourcelist": scratch / "sources.list",
        "Dir::Etc::sourceparts": "/dev/null",
        "Dir::Etc::preferences": "/dev/null",
        "Dir::Etc::preferencesparts": "/dev/null",
        "APT::Architecture": debian.architecture,
        "APT::Sandbox::User": "",
        "pkgCacheGen::Essential": "none",
        "Acquire::ForceHash": "SHA256",
        "Acquire::Languages": "none",
    }
    return [part for key, value in settings.items() for part in ("-o", f"{key}={value}")]


def _package(match: re.Match[str], urls: dict[str, str]) -> Package:
    name, version, _ = match["file"].split("_")
    for archive, url in urls.items():
        if match["uri"].startswith(url + "/"):
            path = match["uri"].removeprefix(url + "/")
            return Package(name, unquote(version), archive, path, match["sha256"])
    raise BuildError(f"{match['uri']} is in none of the archives {', '.join(urls)}")


def fetch_packages(packages: list[Package]) -> list[Path]:
    """The .deb files of a lock, from the store or from the archives of the machine that builds."""
    return [stored(package.sha256) or _download(package) for package in packages]


def _download(package: Package) -> Path:
    url = f"{archive_urls()[package.archive]}/{package.path}"
    with tempfile.TemporaryDirectory(prefix="deb-") as scratch:
        target = Path(scratch) / "package.deb"
        command = [APT_HELPER, "download-file", url, str(target)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode != 0 or not target.is_file():
            raise BuildError(_gone(package, (done.stderr or done.stdout).strip()))
        return store(target, package.sha256, f"{package.name} {package.version}")


def _gone(package: Package, said: str) -> str:
    variable = VARIABLES[package.archive]
    return (
        f"{package.name} {package.version}: cannot download {package.archive}/{package.path}\n"
        f"apt says: {said}\n"
        "Debian removes a version from its archive when a newer one takes its place. Either\n"
        "- run `build.py --lock` to take today's versions: all digests change with them, or\n"
        f"- set {variable} to a snapshot of the archive from before the removal, or\n"
        f"- put the file into the store as {package.sha256} (see images/README.md)."
    )


def unpack_packages(files: list[Path], layer: Path) -> None:
    """Unpacks the packages and leaves their control data where image scanners look for it."""
    status = layer / "var/lib/dpkg/status.d"
    for file in _links_first(files):
        _run(["dpkg-deb", "--extract", str(file), str(layer)])
        control = _run(["dpkg-deb", "--field", str(file)])
        name = _run(["dpkg-deb", "--field", str(file), "Package"]).strip()
        status.mkdir(parents=True, exist_ok=True)
        (status / name).write_text(control)
    write_ca_bundle(layer)


def _links_first(files: list[Path]) -> list[Path]:
    """base-files first: it brings the links from /bin and /lib into /usr."""
    return sorted(files, key=lambda file: _field(file, "Package") != "base-files")


def _field(file: Path, field: str) -> str:
    return _run(["dpkg-deb", "--field", str(file), field]).strip()


def write_ca_bundle(layer: Path) -> None:
    """What update-ca-certificates would do: all certificates in one file, sorted by name."""
    certificates = sorted((layer / "usr/share/ca-certificates").rglob("*.crt"))
    if certificates:
        bundle = layer / "etc/ssl/certs/ca-certificates.crt"
        bundle.parent.mkdir(parents=True, exist_ok=True)
        bundle.write_text("".join(path.read_text().rstrip() + "\n" for path in certificates))


def _run(command: list[str]) -> str:
    environment = os.environ | {"LC_ALL": "C.UTF-8"}
    try:
        done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    except FileNotFoundError as error:
        raise BuildError(f"{command[0]} is missing; builds need apt and dpkg") from error
    if done.returncode != 0:
        raise BuildError(f"{' '.join(command[:1])}: {(done.stderr or done.stdout).strip()}")
    return done.stdout
