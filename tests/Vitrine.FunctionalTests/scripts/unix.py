# Unix sockets, seen from the box: service.sock and log.sock are the host's.
import ctypes
import errno
import os
import socket
import threading

libc = ctypes.CDLL(None, use_errno=True)


def tell(name, act):
    try:
        print(name, act())
    except OSError as error:
        print(name, errno.errorcode[error.errno])


def connect(address):
    with socket.socket(socket.AF_UNIX) as own:
        own.connect(address)
        return own.recv(5).decode()


def serve(address):
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(address)
        server.listen(1)
        threading.Thread(target=lambda: server.accept()[0].send(b"hello"), daemon=True).start()
        return connect(address)


def swapped():
    """A socket of the box's takes turns with the host's at one name, thousands of times a second."""
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("mine.sock")
        server.listen(1024)
        server.setblocking(False)
        stop = threading.Event()

        def swap():
            while not stop.is_set():
                libc.renameat2(-100, b"mine.sock", -100, b"service.sock", 2)

        thread = threading.Thread(target=swap)
        thread.start()
        connected = accepted = 0
        for _ in range(1000):
            with socket.socket(socket.AF_UNIX) as own:
                connected += own.connect_ex("service.sock") == 0
            try:
                while True:
                    server.accept()[0].close()
                    accepted += 1
            except BlockingIOError:
                pass
        stop.set()
        thread.join()
        return connected - accepted


os.symlink(os.path.abspath("service.sock"), "/tmp/link")
tell("absolute", lambda: connect(os.path.abspath("service.sock")))
tell("relative", lambda: connect("service.sock"))
tell("link", lambda: connect("/tmp/link"))
tell("swapped", swapped)
tell("datagram", lambda: socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM).sendto(b"x", "log.sock"))
tell("pair", lambda: socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)[0].sendto(b"x", "log.sock"))
tell("own", lambda: serve("/tmp/own.sock"))
tell("abstract", lambda: serve("\0own"))
