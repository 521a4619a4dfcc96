"""The model as JSON: a reviewer can read it, and loading it runs no code, as a pickle would."""

import json
import math
from dataclasses import asdict, dataclass
from pathlib import Path

from classifier.atomic_file import write_atomically

FORMAT = "linear-classifier/1"


class ModelFileError(ValueError):
    """The file is not a model that this code can serve."""


@dataclass(frozen=True)
class LinearModel:
    """One row of coefficients and one intercept a class; the highest sum wins."""

    dataset: str
    accuracy: float
    """Share of the held-out rows that were classified rightly, between 0 and 1."""
    classes: list[int]
    coefficients: list[list[float]]
    intercepts: list[float]

    @property
    def features(self) -> int:
        """Numbers in a row of input."""
        return len(self.coefficients[0])


def write_model(path: Path, model: LinearModel) -> bool:
    """Writes the model atomically; returns False when the file holds this very model already."""
    return write_atomically(path, json.dumps({"format": FORMAT} | asdict(model), indent=1) + "\n")


def read_model(path: Path) -> LinearModel:
    """Reads and checks a model file."""
    try:
        table = json.loads(path.read_text("utf-8"))
        if table.pop("format") != FORMAT:
            raise ModelFileError(f"`format` must be {FORMAT}")
        model = LinearModel(**table)
        _check(model)
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise ModelFileError(f"{path}: not a model: {error}") from error
    return model


def _check(model: LinearModel) -> None:
    rows = len(model.classes)
    if rows < 2 or len(model.coefficients) != rows or len(model.intercepts) != rows:
        raise ModelFileError(f"must have one row and one intercept for each of {rows} classes")
    if not model.features or any(len(row) != model.features for row in model.coefficients):
        raise ModelFileError("all rows of coefficients must have the same length")
    numbers = [*model.intercepts, *(number for row in model.coefficients for number in row)]
    if not all(math.isfinite(number) for number in numbers):
        raise ModelFileError("all numbers must be finite")
