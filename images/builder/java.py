"""What Debian's Java gets from a script of ca-certificates-java: the certificates that it trusts."""

import hashlib
import re
import ssl
import struct
from pathlib import Path

BUNDLE = "etc/ssl/certs/ca-certificates.crt"
CACERTS = "etc/ssl/certs/java/cacerts"
PASSWORD = "changeit"
PEM = re.compile(r"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", re.DOTALL)

MAGIC, VERSION, TRUSTED = 0xFEEDFEED, 2, 2


def write_truststore(root: Path, layer: Path) -> None:
    """Writes the certificates of the image below as the keystore that Java opens by default."""
    if not (layer / "usr/lib/jvm").is_dir():
        return
    certificates = PEM.findall((root / BUNDLE).read_text("utf-8"))
    target = layer / CACERTS
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(_keystore([ssl.PEM_cert_to_DER_cert(one) for one in certificates]))


def _keystore(certificates: list[bytes]) -> bytes:
    """A JKS keystore: sun.security.provider.JavaKeyStore of OpenJDK says what is in it."""
    entries = b"".join(_entry(number, one) for number, one in enumerate(certificates))
    content = struct.pack(">III", MAGIC, VERSION, len(certificates)) + entries
    salt = PASSWORD.encode("utf-16-be") + b"Mighty Aphrodite"
    return content + hashlib.sha1(salt + content).digest()


def _entry(number: int, certificate: bytes) -> bytes:
    made = struct.pack(">Q", 0)
    head = struct.pack(">I", TRUSTED) + _text(f"ca-{number}") + made + _text("X.509")
    return head + struct.pack(">I", len(certificate)) + certificate


def _text(value: str) -> bytes:
    return struct.pack(">H", len(value)) + value.encode()
