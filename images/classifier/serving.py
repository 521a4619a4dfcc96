"""What the Bentos have in common: one model file, one endpoint."""

import os
from pathlib import Path

import bentoml
import numpy as np
from bentoml.exceptions import InvalidArgument

from classifier.estimator import estimator_of
from classifier.model_file import read_model


class ClassifierService:
    """Serves the model of `$MODEL_FILE`, by default the one that came with the image."""

    def __init__(self) -> None:
        model = read_model(Path(os.environ.get("MODEL_FILE") or "/srv/model.json"))
        self.features = model.features
        self.estimator = estimator_of(model)

    @bentoml.api
    def classify(self, input_data: np.ndarray) -> np.ndarray:
        """The class of each row of numbers."""
        if input_data.ndim != 2 or input_data.shape[1] != self.features:
            raise InvalidArgument(f"input_data must be rows of {self.features} numbers")
        if input_data.dtype.kind not in "iuf" or not np.isfinite(input_data).all():
            raise InvalidArgument("input_data must hold finite numbers only")
        return self.estimator.predict(input_data)
