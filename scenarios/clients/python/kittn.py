"""A client of Kittn, which stands beside TIM Connect."""
import json
from urllib.parse import quote, urlencode

import wire
from protocol import Failure

ADVICE = {401: "reauthorize", 418: "none", 429: "retry_later", 500: "retry_later", 503: "retry_later"}  # all others: fix_request


class Kittn:
    def abilities(self):
        return {"timconnect.listKittens": self.list, "timconnect.getKitten": self.get}

    def list(self, call):
        flags = {name: "true" if call.args[name] else "false" for name in ("include_cats", "available") if name in call.args}
        kittens = self.read(call, "/api/kittens" + ("?" + urlencode(flags) if flags else ""))
        if not isinstance(kittens, list):
            raise Failure("no_answer", "retry_later", "the answer is no list of kittens", 5)
        return {"kittens": kittens}

    def get(self, call):
        kitten = self.read(call, "/api/kittens/" + quote(str(call.args["id"]), safe=""))
        if not isinstance(kitten, dict) or kitten.get("id") is None:
            raise Failure("no_answer", "retry_later", "the answer is no kitten", 5)
        return {"kitten": kitten}

    def read(self, call, path):
        """Reading is repeated once where no answer came; an answer is never asked for again."""
        headers = {"Accept": "application/json", "Authorization": call.credentials.get("api_key", "")}
        try:
            try:
                answer = wire.send("GET", call.base_url + path, headers)
            except wire.Lost as error:
                if error.silent:
                    raise
                answer = wire.send("GET", call.base_url + path, headers)
        except (wire.Lost, wire.Unsent) as error:
            raise Failure("no_answer", "retry_later", str(error), 5) from error
        if answer.status != 200:
            raise self.refusal(answer)
        try:
            return json.loads(answer.body)
        except ValueError as error:
            raise Failure("no_answer", "retry_later", "the answer cannot be read: %s" % error, 5) from error

    @staticmethod
    def refusal(answer):
        advice, message = ADVICE.get(answer.status, "fix_request"), ""
        try:
            message = answer.object().get("message")
        except ValueError:
            pass  # without a body the status says it
        after = answer.retry_after(60) if advice == "retry_later" else None
        return Failure(str(answer.status), advice, "Kittn answered %d: %s" % (answer.status, message), after)
