"""`retrain`: a model from scikit-learn's own data, published only if it is good enough."""

from dataclasses import dataclass
from pathlib import Path

from batch.outcome import NOT_WORTH_A_RETRY, RETRIABLE, JobError, log
from classifier.estimator import train
from classifier.model_file import write_model


@dataclass(frozen=True)
class Retrain:
    """Settings of a run."""

    dataset: str
    folder: Path
    minimum_accuracy: float


def retrain(settings: Retrain) -> None:
    """Trains, measures, and writes `<folder>/<dataset>.json`; a second run changes nothing."""
    model = train(settings.dataset)
    if model.accuracy < settings.minimum_accuracy:
        raise JobError(
            NOT_WORTH_A_RETRY,
            f"accuracy {model.accuracy} is below the bound {settings.minimum_accuracy}; "
            "the published model stays as it is",
        )
    path = settings.folder / f"{settings.dataset}.json"
    try:
        changed = write_model(path, model)
    except OSError as error:
        raise JobError(RETRIABLE, f"cannot write {path}: {error}") from error
    log("published" if changed else "unchanged", file=str(path), accuracy=model.accuracy)
