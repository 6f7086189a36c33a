"""pytest fixtures for Sparring: ``sparring`` is a server, ``world`` is a fresh world of it for one test."""

from .control import ControlError, SparringError
from .server import Server
from .world import Fault, World

__all__ = ["ControlError", "Fault", "Server", "SparringError", "World"]
__version__ = "0.1.0"
