"""The same client as somebody writes it in a hurry: all languages at once, and again and again if it is refused."""
from bonder import Bonder, Refused


class NaiveBonder(Bonder):
    def save(self, card, languages):
        self._ask("PUT", f"/users/{card}", {"translatable": languages})

    def _ask(self, method, path, body=None):
        for _ in range(15):
            try:
                if self.token is None:
                    self._log_in()
                return self._send(method, path, body)
            except Refused as refused:
                last = refused
        raise last
