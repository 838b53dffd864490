#!/bin/sh
# Makes .venv from the lock file. Safe to repeat; one clear line for everything that can be mended.
set -eu
cd "$(dirname "$0")/.."

PYTHON="${PYTHON:-python3}"
if ! command -v "$PYTHON" >/dev/null 2>&1; then
  echo "relevo: there is no $PYTHON here. Install Python 3.11, 3.12 or 3.13, or name one: make setup PYTHON=/path/to/python3.12" >&2
  exit 2
fi
if ! "$PYTHON" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))'; then
  version=$("$PYTHON" -c 'import platform; print(platform.python_version())')
  echo "relevo: Python $version cannot run Relevo, which needs 3.11, 3.12 or 3.13. Name another: make setup PYTHON=python3.12" >&2
  exit 2
fi
if ! "$PYTHON" -c 'import ensurepip, venv' >/dev/null 2>&1; then
  echo "relevo: this Python has no venv module. On Debian and Ubuntu: apt-get install python3-venv" >&2
  exit 2
fi
free=$(df -Pk . | awk 'NR==2 {print $4}')
if [ "$free" -lt 2000000 ]; then
  echo "relevo: less than 2 GB are free here ($free kB); make some room first." >&2
  exit 2
fi

echo "Making the environment in .venv (about a minute) …"
[ -x .venv/bin/python ] || "$PYTHON" -m venv .venv
by_uv() { # where uv is there, and finds the packages: a few seconds instead of most of a minute
  command -v uv >/dev/null 2>&1 &&
    uv pip install --quiet --python .venv/bin/python --compile-bytecode --require-hashes -r requirements/dev.txt 2>/dev/null
}
if ! by_uv && ! .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt; then
  echo "relevo: the packages could not be installed; the lines above say which. Is a package index reachable?" >&2
  exit 2
fi
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
.venv/bin/python scripts/compile_messages.py
touch .venv/.ready
