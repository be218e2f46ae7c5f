# Waits 200 ms in the ways of several run-times, and says how many of the monotonic clock's milliseconds each took.
node -e 'const t = process.hrtime.bigint(); setTimeout(() => console.log("node", Number(process.hrtime.bigint() - t) / 1e6), 200)'
node -e 'const t = process.hrtime.bigint(); Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200); console.log("atomics", Number(process.hrtime.bigint() - t) / 1e6)'
python3 - <<'END'
import queue, select, subprocess, threading, time

def took(name, wait):
    start = time.monotonic()
    wait()
    print(name, (time.monotonic() - start) * 1000)

def waited(condition):
    with condition:
        condition.wait(0.2)

def empty():
    try:
        queue.Queue().get(timeout=0.2)
    except queue.Empty:
        pass

took("sleep", lambda: time.sleep(0.2))
took("program", lambda: subprocess.run(["sleep", "0.2"]))
took("event", lambda: threading.Event().wait(0.2))
took("condition", lambda: waited(threading.Condition()))
took("queue", empty)
took("select", lambda: select.select([], [], [], 0.2))
END
