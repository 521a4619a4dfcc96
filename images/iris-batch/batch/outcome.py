"""How a job ends, and how it tells. A Job's `podFailurePolicy` reads these exit codes."""

import json
import sys
from datetime import UTC, datetime

DONE = 0
RETRIABLE = 1
NOT_WORTH_A_RETRY = 3


class JobError(Exception):
    """Ends the job with an exit code and one line of log."""

    def __init__(self, exit_code: int, message: str) -> None:
        super().__init__(message)
        self.exit_code = exit_code


def log(event: str, **fields: object) -> None:
    """Writes one JSON line to standard output."""
    line = {"time": datetime.now(UTC).isoformat(timespec="milliseconds"), "event": event}
    print(json.dumps(line | fields), file=sys.stdout, flush=True)
