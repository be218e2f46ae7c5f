"""Tries to reach listeners of the host: PORT4 PORT6 SOCKET ABSTRACT. One line for each."""
import errno, socket, sys


def attempt(name, family, address):
    with socket.socket(family, socket.SOCK_STREAM) as s:
        s.settimeout(40)
        try:
            s.connect(address)
            print(name, "reached")
        except TimeoutError:
            print(name, "hung")
        except OSError as error:
            print(name, errno.errorcode[error.errno])


port4, port6, path, abstract = sys.argv[1:]
attempt("loopback4", socket.AF_INET, ("127.0.0.1", int(port4)))
attempt("loopback4-any", socket.AF_INET, ("0.0.0.0", int(port4)))
attempt("loopback4-other", socket.AF_INET, ("127.8.8.8", int(port4)))
attempt("loopback6", socket.AF_INET6, ("::1", int(port6)))
attempt("unix", socket.AF_UNIX, path)
attempt("abstract", socket.AF_UNIX, "\0" + abstract)
