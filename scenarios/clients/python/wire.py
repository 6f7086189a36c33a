"""One HTTP exchange, in time or not at all."""
import http.client
import json
import os
import time
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

PATIENCE = float(os.environ.get("SPARRING_PATIENCE", 4000)) / 1000  # seconds for a whole answer
LARGEST = 8 << 20  # bytes of an answer, or of an event of a stream


class Unsent(Exception):
    """The request has not reached the server."""


class Lost(Exception):
    """No whole answer came: the request may have been handled. silent: the whole patience was spent on waiting."""

    def __init__(self, cause, silent=False):
        super().__init__(str(cause) or type(cause).__name__)
        self.silent = silent


class Answer:
    """A whole answer."""

    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    def retry_after(self, otherwise):
        """Seconds that the server asks to wait."""
        text = self.headers.get("Retry-After", "")
        try:
            return float(text)
        except ValueError:
            pass
        try:  # a date, by the server's own clock
            wait = parsedate_to_datetime(text) - parsedate_to_datetime(self.headers.get("Date", ""))
            return max(0, wait.total_seconds())
        except (TypeError, ValueError):
            return otherwise

    def object(self):
        """The body as a JSON object; raises ValueError where it is none."""
        value = json.loads(self.body)
        if not isinstance(value, dict):
            raise ValueError("expected an object")
        return value


def of(value, kind):
    """A value of an answer, or an empty one where it is of another type: anything may stand anywhere."""
    return value if isinstance(value, kind) else kind()


def connect(url, patience=PATIENCE):
    parts = urlsplit(url)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.hostname, parts.port, timeout=patience)
    try:
        connection.connect()
    except OSError as error:
        raise Unsent(str(error)) from error
    return connection


def ask(connection, method, url, headers, body=None):
    """Sends a request and waits for the head of the answer."""
    parts = urlsplit(url)
    path = (parts.path or "/") + ("?" + parts.query if parts.query else "")
    data = None if body is None else json.dumps(body, ensure_ascii=False).encode()
    try:
        connection.request(method, path, body=data, headers={**headers, "Connection": "close"})
        return connection.getresponse()
    except TimeoutError as error:
        raise Lost(error, silent=True) from error
    except (OSError, http.client.HTTPException) as error:
        raise Lost(error) from error


def send(method, url, headers, body=None, patience=PATIENCE):
    """One exchange: an Answer, or Unsent, or Lost. Redirects are not followed."""
    deadline = time.monotonic() + patience
    connection = connect(url, patience)
    try:
        response, read = ask(connection, method, url, headers, body), b""
        while chunk := response.read1(1 << 16):
            read += chunk
            if len(read) > LARGEST:
                raise http.client.HTTPException("the answer is too large")
            if time.monotonic() > deadline:
                raise TimeoutError("the answer takes too long")
        if response.length:
            raise http.client.IncompleteRead(read, response.length)
        return Answer(response.status, response.headers, read)
    except TimeoutError as error:
        raise Lost(error, silent=True) from error
    except (OSError, http.client.HTTPException) as error:
        raise Lost(error) from error
    finally:
        connection.close()
