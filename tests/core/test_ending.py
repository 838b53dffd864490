"""Hearing that one should end."""

from __future__ import annotations

import subprocess
import sys

WAITS = """
import signal, threading, time
from relevo.core.ending import asked_to_end, until

signal.signal(signal.SIGTERM, signal.SIG_IGN)
other = threading.Thread(target=time.sleep, args=(60,), daemon=True)
other.start()
threading.Timer(0.3, signal.pthread_kill, (other.ident, signal.SIGTERM)).start()
with asked_to_end() as asked:
    until(asked, lambda: print("meanwhile", flush=True))
print(signal.getsignal(signal.SIGTERM) is signal.SIG_IGN)
"""


def test_a_signal_that_does_not_wake_the_main_thread_is_heard_all_the_same() -> None:
    ended = subprocess.run(
        [sys.executable, "-c", WAITS], check=False, capture_output=True, text=True, timeout=30
    )
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.split()[-1] == "True"  # what was to be done on the signal before is done again


def test_a_signal_that_comes_in_good_time_is_heard_at_once() -> None:
    asks = WAITS.replace("other.ident", "threading.main_thread().ident")
    ended = subprocess.run(
        [sys.executable, "-c", asks], check=False, capture_output=True, text=True, timeout=30
    )
    assert (ended.returncode, ended.stdout) == (0, "True\n"), ended.stderr
