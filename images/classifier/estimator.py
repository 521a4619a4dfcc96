"""Between scikit-learn's estimator and the model file."""

from collections.abc import Callable

import numpy as np
from sklearn.datasets import load_digits, load_iris
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

from classifier.model_file import LinearModel

DATASETS: dict[str, Callable[..., tuple[np.ndarray, np.ndarray]]] = {
    "digits": load_digits,
    "iris": load_iris,
}
HELD_OUT = 0.25
DECIMALS = 4


def train(dataset: str) -> LinearModel:
    """Trains on three quarters of a bundled data set and measures on the rest; no randomness.

    The same data must give the same file on every processor, but linear algebra differs in its last
    bits: so the fit goes on until its optimum is exact far beyond DECIMALS, and is then rounded.
    (The default solver stops too early for that; newton-cholesky crashes where a virtual machine
    hides the size of the cache.) What is measured is the rounded model, as it is served.
    """
    rows, labels = DATASETS[dataset](return_X_y=True)
    train_rows, test_rows, train_labels, test_labels = train_test_split(
        rows, labels, test_size=HELD_OUT, random_state=0, stratify=labels
    )
    estimator = LogisticRegression(solver="newton-cg", tol=1e-12, max_iter=1_000)
    fitted = estimator.fit(train_rows, train_labels)
    model = LinearModel(
        dataset=dataset,
        accuracy=0.0,
        classes=[int(label) for label in fitted.classes_],
        coefficients=np.round(fitted.coef_, DECIMALS).tolist(),
        intercepts=np.round(fitted.intercept_, DECIMALS).tolist(),
    )
    accuracy = float(estimator_of(model).score(test_rows, test_labels))
    return LinearModel(**(vars(model) | {"accuracy": round(accuracy, DECIMALS)}))


def estimator_of(model: LinearModel) -> LogisticRegression:
    """The fitted scikit-learn estimator that the model file describes."""
    estimator = LogisticRegression()
    estimator.classes_ = np.array(model.classes)
    estimator.coef_ = np.array(model.coefficients)
    estimator.intercept_ = np.array(model.intercepts)
    estimator.n_features_in_ = model.features
    return estimator
