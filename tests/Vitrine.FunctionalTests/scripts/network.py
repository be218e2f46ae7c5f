"""Tries every way to speak to somewhere else, one line for each: NAME OUTCOME. A try that hangs says "hung": its own limit is the only clock here."""
import errno, os, socket, struct, subprocess

HANGS = 40


def outcome(action):
    try:
        return action() or "done"
    except TimeoutError:
        return "hung"
    except OSError as error:
        return errno.errorcode.get(error.errno, str(error))


def tcp(family, address, port):
    with socket.socket(family, socket.SOCK_STREAM) as s:
        s.settimeout(HANGS)
        s.connect((address, port))
        s.sendall(b"SSH-2.0-probe\r\n")
        return "closed" if s.recv(1) == b"" else "answered"


def udp(family, address, port, message=b"probe"):
    with socket.socket(family, socket.SOCK_DGRAM) as s:
        s.settimeout(HANGS)
        s.connect((address, port))
        s.send(message)
        s.send(message)
        return "answered %d" % len(s.recv(4096))


def unconnected_udp(address, port):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
        s.settimeout(HANGS)
        s.sendto(b"probe", (address, port))
        return "answered %d" % len(s.recv(4096))


def dns(server, name):
    question = b"".join(bytes([len(p)]) + p.encode() for p in name.split(".")) + b"\0" + struct.pack("!HH", 1, 1)
    with socket.socket(socket.AF_INET6 if ":" in server else socket.AF_INET, socket.SOCK_DGRAM) as s:
        s.settimeout(HANGS)
        s.sendto(struct.pack("!HHHHHH", 7, 0x100, 1, 0, 0, 0) + question, (server, 53))
        answer = s.recv(4096)
        return {0: "answered", 3: "nxdomain", 5: "refused"}[answer[3] & 15]


def ping(family, protocol, address):
    with socket.socket(family, socket.SOCK_DGRAM, protocol) as s:
        s.settimeout(HANGS)
        s.connect((address, 0))
        s.send(b"\x08\0\0\0\0\0\0\0" if family == socket.AF_INET else b"\x80\0\0\0\0\0\0\0")
        return "answered %d" % len(s.recv(4096))


def program(*words):
    done = subprocess.run(words, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=HANGS)
    return "exit %d" % done.returncode


V4, V6 = socket.AF_INET, socket.AF_INET6
TRIES = {
    "tcp4": lambda: tcp(V4, "192.0.2.7", 443),
    "tcp4-unknown-port": lambda: tcp(V4, "192.0.2.7", 4444),
    "tcp4-resolver": lambda: tcp(V4, "8.8.8.8", 22),
    "tcp4-metadata": lambda: tcp(V4, "169.254.169.254", 80),
    "tcp4-private": lambda: tcp(V4, "10.0.0.1", 80),
    "tcp6": lambda: tcp(V6, "2001:db8::7", 443),
    "tcp6-unknown-port": lambda: tcp(V6, "2001:db8::7", 4444),
    "tcp6-mapped": lambda: tcp(V6, "::ffff:192.0.2.7", 443),
    "udp4": lambda: udp(V4, "192.0.2.7", 9999),
    "udp4-unconnected": lambda: unconnected_udp("192.0.2.7", 9999),
    "udp6": lambda: udp(V6, "2001:db8::7", 9999),
    "quic": lambda: udp(V4, "192.0.2.7", 443, b"\xc0\0\0\0\1" + bytes(1195)),
    "dns4": lambda: dns("8.8.8.8", "secret-as-a-name.example.com"),
    "dns6": lambda: dns("2001:4860:4860::8888", "secret-as-a-name.example.com"),
    "dns-libc": lambda: socket.getaddrinfo("other.example.com", 443) and "answered",
    "ping4": lambda: ping(V4, socket.IPPROTO_ICMP, "192.0.2.7"),
    "ping6": lambda: ping(V6, socket.IPPROTO_ICMPV6, "2001:db8::7"),
    "curl-no-proxy": lambda: program("curl", "-sS", "--noproxy", "*", "https://192.0.2.7/"),
    "curl-name": lambda: program("curl", "-sS", "https://example.com/"),
}
for name, action in TRIES.items():
    print(name, outcome(action), flush=True)
