import time, signal
from contextlib import ExitStack
from tests.faults.test_faults_database import *  # noqa
from tests.faults.test_faults_database import there, load
del test_fault_22_a_database_killed_under_load_loses_nothing_that_was_acknowledged

def test_probe_streams_and_stop(there):
    t=time.monotonic()
    there.start("web"); print("web up", time.monotonic()-t)
    work = load(there, "P", agents=2, mail=False)
    m = there.agent("Mateo"); v=there.agent("Valeria")
    with ExitStack() as s:
        for i in range(14):
            s.enter_context((m if i%2 else v).stream())
        a = m.get("/work/"); print("with 14 streams", a.status, a.seconds)
    time.sleep(1)
    with frozen(there.server):
        for i in range(3):
            a = m.get("/work/"); print("frozen", a.status, a.seconds, a.retry_after)
        a = there.visitor().get("/healthz"); print("frozen healthz", a.status, a.seconds, a.body[:100])
    t=time.monotonic()
    until(there.well, 60); print("back", time.monotonic()-t)
    a = m.get("/work/"); print(a.status, a.seconds)
    t=time.monotonic()
    with m.stream():
      there.processes["web"].send_signal(signal.SIGTERM)
      print("exit", there.processes["web"].wait(60), time.monotonic()-t)
    print("".join(there.said["web"])[-3000:])
