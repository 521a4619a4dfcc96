"""Calls a model service: bounded in tries and in time."""

import http.client
import json
import time
import urllib.error
import urllib.request
from dataclasses import dataclass

from batch.outcome import NOT_WORTH_A_RETRY, RETRIABLE, JobError, log

WORTH_A_RETRY = (408, 429)


@dataclass(frozen=True)
class Client:
    """One model service."""

    url: str
    """Without the path `/classify`."""
    attempts: int
    """Tries for a batch."""
    timeout: float
    """Seconds without an answer before a try has failed."""
    pause: float
    """Seconds before the second try; each further pause is twice as long."""

    def classify(self, rows: list[list[float]]) -> list[int]:
        """The class of each row."""
        for attempt in range(1, self.attempts + 1):
            try:
                return self._answer(rows)
            except (OSError, http.client.HTTPException, ValueError) as error:
                reason = _retriable(error)
                log("attempt-failed", attempt=attempt, attempts=self.attempts, reason=reason)
            if attempt < self.attempts:
                time.sleep(self.pause * 2 ** (attempt - 1))
        raise JobError(RETRIABLE, f"no answer from {self.url} in {self.attempts} attempts")

    def _answer(self, rows: list[list[float]]) -> list[int]:
        request = urllib.request.Request(
            f"{self.url.rstrip('/')}/classify",
            data=json.dumps({"input_data": rows}).encode(),
            headers={"content-type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=self.timeout) as response:
            classes = json.load(response)
        if not isinstance(classes, list) or len(classes) != len(rows):
            raise ValueError(f"the answer must be a list of {len(rows)} classes")
        return classes


def _retriable(error: Exception) -> str:
    """The reason, in words; raises for what another try would not change."""
    if isinstance(error, urllib.error.HTTPError):
        if error.code < 500 and error.code not in WORTH_A_RETRY:
            said = error.read(500).decode("utf-8", "replace")
            raise JobError(NOT_WORTH_A_RETRY, f"input refused with {error.code}: {said}")
        return f"status {error.code}"
    return str(error) or type(error).__name__
