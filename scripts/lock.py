"""Draw requirements/*.txt anew from requirements/*.in: pinned, for all platforms and Pythons we run on, with hashes."""

from __future__ import annotations

import subprocess
import sys

COMMON = [
    "--universal",
    "--generate-hashes",
    "--python-version",
    "3.11",
    "--no-emit-index-url",
    "--no-header",
    "-q",
]


def main() -> int:
    """Lock the development set first; the production set follows its versions."""
    for name, more in (("dev", []), ("base", ["-c", "requirements/dev.txt"])):
        command = [
            "uv",
            "pip",
            "compile",
            *COMMON,
            f"requirements/{name}.in",
            "-o",
            f"requirements/{name}.txt",
            *more,
        ]
        if code := subprocess.call(command):  # noqa: S603 - our own command
            return code
    return 0


if __name__ == "__main__":
    sys.exit(main())
