#!/usr/bin/env bash
# Says what time it is, in the words of several run-times; each line begins with who says it. Programs are started as children, in place of the shell, by vfork, and by a script's first line.
here=$(dirname "$0")
say() { echo "$1 ${2%%[.+]*}"; }
say date "$(date -u +%FT%T)"
printf 'bash %(%FT%T)T\n' -1
say node "$(node -p 'new Date().toISOString()')"
say node-now "$(node -p 'new Date(Date.now()).toISOString()')"
say python "$(python3 -c 'import datetime; print(datetime.datetime.now(datetime.UTC).isoformat())')"
say python-time "$(python3 -c 'import time; print(time.strftime("%FT%T", time.gmtime(time.time())))')"
say vfork "$(python3 -c 'import subprocess; print(subprocess.check_output(["date", "-u", "+%FT%T"], text=True))')"
say thread "$(python3 -c 'import threading, subprocess
t = threading.Thread(target=lambda: subprocess.run(["date", "-u", "+%FT%T"]))
t.start(); t.join()')"
say exec "$(exec env -i PATH="$PATH" date -u +%FT%T)"
say static "$(date -u -d "@$("$here/waits" clock)" +%FT%T)"
[ "$#" -gt 0 ] || exec "$0" again
