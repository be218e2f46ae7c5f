"""Leaves processes behind that want to live: forked twice, in sessions of their own, deaf to every signal that can be ignored. Their command lines hold MARK."""
import os, signal, sys

for ignored in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
    signal.signal(ignored, signal.SIG_IGN)
for _ in range(5):
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            os.execv("/bin/sleep", ["sleep-" + sys.argv[1], "3600"])
        os._exit(0)
for _ in range(5):
    os.wait()
print("left", flush=True)
