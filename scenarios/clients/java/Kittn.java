import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A client of Kittn, which stands beside TIM Connect. */
final class Kittn {
    private static final Map<Integer, String> ADVICE = // all others: fix_request
            Map.of(401, "reauthorize", 418, "none", 429, "retry_later", 500, "retry_later", 503, "retry_later");

    void abilities(Map<String, Protocol.Ability> abilities) {
        abilities.put("timconnect.listKittens", this::list);
        abilities.put("timconnect.getKitten", this::get);
    }

    private Map<String, Object> list(Protocol.Call call) throws Exception {
        List<String> flags = new ArrayList<>();
        for (String name : new String[] {"include_cats", "available"}) {
            if (call.args.containsKey(name)) {
                flags.add(name + "=" + call.arg(name).equals("true"));
            }
        }
        String query = flags.isEmpty() ? "" : "?" + String.join("&", flags);
        if (read(call, "/api/kittens" + query) instanceof List<?> kittens) {
            return Json.of("kittens", kittens);
        }
        throw new Failure("no_answer", "retry_later", "the answer is no list of kittens", 5);
    }

    private Map<String, Object> get(Protocol.Call call) throws Exception {
        Map<String, Object> kitten = Json.object(read(call, "/api/kittens/" + Wire.segment(call.arg("id"))));
        if (kitten.get("id") == null) {
            throw new Failure("no_answer", "retry_later", "the answer is no kitten", 5);
        }
        return Json.of("kitten", kitten);
    }

    /** Reading is repeated once if no answer came; an answer is never asked for again. */
    private Object read(Protocol.Call call, String path) throws Failure {
        Map<String, String> headers = Map.of("Accept", "application/json", "Authorization", call.credential("api_key"));
        Wire.Answer answer;
        try {
            answer = twice(call.baseUrl + path, headers);
        } catch (Wire.Lost | Wire.Unsent error) {
            throw new Failure("no_answer", "retry_later", error.getMessage(), 5);
        }
        if (answer.status() != 200) {
            throw refusal(answer);
        }
        try {
            return Json.read(answer.body());
        } catch (Json.Wrong error) {
            throw new Failure("no_answer", "retry_later", "the answer cannot be read: " + error.getMessage(), 5);
        }
    }

    private static Wire.Answer twice(String url, Map<String, String> headers) throws Wire.Lost, Wire.Unsent {
        try {
            return Wire.send("GET", url, headers, null);
        } catch (Wire.Lost error) {
            if (error.silent) {
                throw error;
            }
            return Wire.send("GET", url, headers, null);
        }
    }

    private static Failure refusal(Wire.Answer answer) {
        String advice = ADVICE.getOrDefault(answer.status(), "fix_request");
        String message = "";
        try {
            message = Json.text(answer.object().get("message"));
        } catch (Json.Wrong error) {
            // without a body the status says it
        }
        return new Failure(String.valueOf(answer.status()), advice,
                "Kittn answered " + answer.status() + ": " + message,
                advice.equals("retry_later") ? answer.retryAfter(60) : null);
    }
}
