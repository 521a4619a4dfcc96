"""Two jobs, made to be run by a CronJob: run twice, they leave what running once leaves.

Exit codes: 0 done · 1 failed, another try may help (service away, volume full, stopped)
· 3 not worth a retry (wrong flag, refused input, accuracy below the bound).
"""

import argparse
import os
import re
import signal
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import NoReturn

from batch.client import Client
from batch.outcome import DONE, NOT_WORTH_A_RETRY, RETRIABLE, JobError, log
from batch.score import Score, score

RUN_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,127}")


class Parser(argparse.ArgumentParser):
    """Wrong flags end the job like every other fault that a retry does not mend."""

    def error(self, message: str) -> NoReturn:
        """Instead of argparse's exit code 2."""
        raise JobError(NOT_WORTH_A_RETRY, message)


def bounded(kind: type[int] | type[float], lowest: float, highest: float) -> Callable[[str], float]:
    """A number within bounds, for argparse."""

    def parse(text: str) -> float:
        value = kind(text)
        if not lowest <= value <= highest:
            raise argparse.ArgumentTypeError(f"must be from {lowest} to {highest}, got {text}")
        return value

    return parse


def parser() -> Parser:
    """The command line; what differs between two runs comes from the environment."""
    root = Parser(
        prog="batch",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = root.add_subparsers(dest="command", required=True)
    add_retrain(commands.add_parser("retrain", help="train, measure, publish a model"))
    add_score(commands.add_parser("score", help="post rows to $MODEL_URL, keep the answers"))
    return root


def add_retrain(flags: argparse.ArgumentParser) -> None:
    """The flags of `retrain`."""
    flags.add_argument("--output", type=Path, required=True, help="folder for <dataset>.json")
    flags.add_argument("--dataset", choices=["digits", "iris"], default="iris")
    flags.add_argument(
        "--minimum-accuracy",
        type=bounded(float, 0, 1),
        default=0.9,
        help="share of held-out rows that must be right, or nothing is published; default: 0.9",
    )


def add_score(flags: argparse.ArgumentParser) -> None:
    """The flags of `score`."""
    flags.add_argument("--output", type=Path, required=True, help="folder for <run key>.json")
    flags.add_argument("--rows", type=Path, help="CSV of numbers; default: scikit-learn's iris")
    flags.add_argument(
        "--run-key",
        default=os.environ.get("RUN_KEY") or job_name(),
        help="names the run, the same in each try; default: $RUN_KEY, else the name of the Job",
    )
    flags.add_argument("--batch-size", type=bounded(int, 1, 10_000), default=50)
    flags.add_argument("--attempts", type=bounded(int, 1, 10), default=5, help="tries a batch")
    flags.add_argument("--timeout", type=bounded(float, 0.1, 300), default=10, help="seconds")
    flags.add_argument(
        "--pause",
        type=bounded(float, 0, 60),
        default=1,
        help="seconds before the second try, doubled each time; default: 1",
    )


def job_name() -> str:
    """The Job's name: that of the pod, which is the host's name, without its random last part."""
    return socket.gethostname().rpartition("-")[0]


def score_settings(flags: argparse.Namespace) -> Score:
    """The settings of `score`, from flags and environment."""
    url = os.environ.get("MODEL_URL", "")
    if not url.startswith(("http://", "https://")):
        raise JobError(NOT_WORTH_A_RETRY, f"MODEL_URL must be an http(s) URL, got '{url}'")
    if not RUN_KEY.fullmatch(flags.run_key):
        raise JobError(
            NOT_WORTH_A_RETRY,
            f"the run key must be a file name of letters, digits, '.', '_' and '-', got "
            f"'{flags.run_key}'; set RUN_KEY or --run-key to what names this run, not this try",
        )
    client = Client(url, flags.attempts, flags.timeout, flags.pause)
    return Score(client, flags.output, flags.run_key, flags.rows, flags.batch_size)


def run(flags: argparse.Namespace) -> None:
    """Runs the command."""
    if flags.command == "score":
        score(score_settings(flags))
        return
    # here, since scikit-learn takes a second to import and `score` does without
    from batch.retrain import Retrain, retrain

    retrain(Retrain(flags.dataset, flags.output, flags.minimum_accuracy))


def stop(number: int, _frame: FrameType | None) -> NoReturn:
    """Process 1 ignores a signal that it does not handle; the kubelet would wait, then kill."""
    raise JobError(RETRIABLE, f"stopped by {signal.Signals(number).name}")


def main() -> int:
    """Runs one job and returns its exit code."""
    signal.signal(signal.SIGTERM, stop)
    try:
        run(parser().parse_args())
    except JobError as error:
        log("failed", exit_code=error.exit_code, message=str(error))
        return error.exit_code
    return DONE


if __name__ == "__main__":
    sys.exit(main())
