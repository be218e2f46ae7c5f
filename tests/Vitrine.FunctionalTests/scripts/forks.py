"""Forks until the kernel says no, or until LIMIT, and says how far it came."""
import os, signal, sys

count = 0
try:
    while count < int(sys.argv[1]):
        if os.fork() == 0:
            signal.pause()
        count += 1
    print("unbounded")
except OSError:
    print("stopped", count)
