"""`score`: sends rows to the model service and keeps the answers in one file a run."""

import csv
import json
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from batch.client import Client
from batch.outcome import NOT_WORTH_A_RETRY, RETRIABLE, JobError, log
from classifier.atomic_file import write_atomically

IRIS_FEATURES = 4


@dataclass(frozen=True)
class Score:
    """Settings of a run."""

    client: Client
    folder: Path
    run_key: str
    rows: Path | None
    batch_size: int


def score(settings: Score) -> None:
    """Writes `<folder>/<run key>.json`; a run whose file exists is done already."""
    path = settings.folder / f"{settings.run_key}.json"
    if path.is_file():
        log("unchanged", file=str(path))
        return
    rows = read_rows(settings.rows) if settings.rows else iris_rows()
    classes: list[int] = []
    for start in range(0, len(rows), settings.batch_size):
        classes += settings.client.classify(rows[start : start + settings.batch_size])
        log("batch", done=len(classes), rows=len(rows))
    try:
        write_atomically(path, json.dumps({"run": settings.run_key, "classes": classes}) + "\n")
    except OSError as error:
        raise JobError(RETRIABLE, f"cannot write {path}: {error}") from error
    log("scored", file=str(path), rows=len(rows))


def read_rows(path: Path) -> list[list[float]]:
    """The rows of a CSV file of numbers without a header."""
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            return [[float(cell) for cell in line] for line in csv.reader(stream)]
    except (OSError, ValueError) as error:
        raise JobError(NOT_WORTH_A_RETRY, f"{path}: must be rows of numbers: {error}") from error


def iris_rows() -> list[list[float]]:
    """The 150 rows that come with scikit-learn, found without its import, which takes a second."""
    package = find_spec("sklearn")
    if package is None or package.origin is None:
        raise JobError(NOT_WORTH_A_RETRY, "scikit-learn is missing; give the rows with --rows")
    path = Path(package.origin).parent / "datasets" / "data" / "iris.csv"
    lines = list(csv.reader(path.read_text("utf-8").splitlines()))[1:]
    return [[float(cell) for cell in line[:IRIS_FEATURES]] for line in lines]
