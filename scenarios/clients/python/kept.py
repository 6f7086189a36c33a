"""What outlives the process: JSON values by name in a file. A process that has no folder keeps nothing."""
import hashlib
import json
import os
import threading

folder = os.environ.get("SPARRING_FOLDER")  # only where a scenario starts the client again
path = folder and os.path.join(folder, "kept.json")
lock, values = threading.Lock(), {}
if path and os.path.exists(path):
    with open(path, encoding="utf-8") as file:
        values = json.load(file)


def name(*parts):
    """Names a value by parts of which some are secret: they cannot be read back."""
    return hashlib.sha256("\0".join(str(part) for part in parts).encode()).hexdigest()


def get(key, otherwise=None):
    return values.get(key, otherwise)


def put(key, value):
    if not path:
        return
    with lock:
        values[key] = value
        with open(path + ".new", "w", encoding="utf-8") as file:
            json.dump(values, file)
        os.replace(path + ".new", path)  # a process that ends in the middle leaves the old file whole
