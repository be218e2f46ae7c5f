"""Plays a person at a terminal: terminal.py DIALOGUE COMMAND…

Runs COMMAND on a pseudo-terminal of its own and follows DIALOGUE, line by line:
  expect TEXT      waits until TEXT has come since the last match
  send TEXT        types TEXT; \\n, \\x03 and the like are understood
  resize ROWS COLS
All that the terminal got goes to standard output, and the command's exit status is ours. A TEXT that does not come is exit status 99.
"""
import fcntl, os, pty, select, signal, struct, sys, termios, time

LIMIT = 60
dialogue, command = sys.argv[1], sys.argv[2:]
child, terminal = pty.fork()
if child == 0:
    os.execvp(command[0], command)
fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
seen, at = b"", 0


def read_some():
    global seen
    ready, _, _ = select.select([terminal], [], [], LIMIT)
    try:
        data = os.read(terminal, 65536) if ready else b""
    except OSError:
        data = b""
    seen += data
    return bool(data)


def finish(status):
    sys.stdout.buffer.write(seen)
    sys.stdout.buffer.flush()
    sys.exit(status)


for line in open(dialogue):
    verb, _, rest = line.rstrip("\n").partition(" ")
    text = rest.encode().decode("unicode_escape").encode("latin-1")
    if verb == "expect":
        while seen.find(text, at) < 0:
            if not read_some():
                os.kill(child, signal.SIGKILL)
                seen += b"\nNEVER CAME: " + text
                finish(99)
        at = seen.find(text, at) + len(text)
    elif verb == "send":
        os.write(terminal, text)
    elif verb == "resize":
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", *map(int, rest.split()), 0, 0))
    elif verb and not verb.startswith("#"):
        sys.exit("what is " + verb)
while read_some():
    pass
_, status = os.waitpid(child, 0)
finish(os.waitstatus_to_exitcode(status))
