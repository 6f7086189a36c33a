import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The Auth API of iQChannels, as the chat server uses it: a token for the card of a client. */
final class IQCard {
    private static final int LONGEST = 2048; // longer tokens go into the header: many servers refuse longer paths

    private IQCard() {
    }

    /** Asks by GET with the token as one segment of the path, or by POST with the token as it is in a header. */
    static Map<String, Object> resolveToken(Protocol.Call call) throws Failure {
        String token = call.arg("token");
        String by = call.arg("by");
        if (by.isEmpty()) {
            by = token.equals(".") || token.equals("..") || token.length() > LONGEST ? "post" : "get";
        }
        String root = call.baseUrl + "/rest/chat/client/id/";
        Map<String, String> headers = new HashMap<>(Map.of("Accept", "application/json"));
        if (by.equals("post")) { // the header's bytes are UTF-8
            headers.put("token", new String(token.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
        }
        Wire.Answer answer;
        try {
            answer = by.equals("post")
                    ? twice("POST", root, headers)
                    : twice("GET", root + Wire.segment(token), headers);
        } catch (Wire.Lost | Wire.Unsent error) {
            throw new Failure("no_answer", "retry_later", error.getMessage(), 5);
        }
        return read(answer);
    }

    /** Asking again does no harm. */
    private static Wire.Answer twice(String method, String url, Map<String, String> headers)
            throws Wire.Lost, Wire.Unsent {
        try {
            return Wire.send(method, url, headers, null);
        } catch (Wire.Lost error) {
            if (error.silent) {
                throw error;
            }
            return Wire.send(method, url, headers, null);
        }
    }

    /** Only 200 with a client is a card. */
    private static Map<String, Object> read(Wire.Answer answer) throws Failure {
        Map<String, Object> raw = Json.of();
        String wrong = null;
        try {
            raw = answer.object();
        } catch (Json.Wrong error) {
            wrong = error.getMessage();
        }
        String code = Json.text(raw.get("errorCode"));
        String text = Json.text(raw.get("errorText"));
        if (answer.status() != 200) {
            boolean later = answer.status() >= 500 || answer.status() == 429;
            throw new Failure(code.isEmpty() ? String.valueOf(answer.status()) : code,
                    later ? "retry_later" : "reauthorize", "HTTP " + answer.status() + " " + text, later ? 5 : null);
        }
        if (wrong != null) {
            throw new Failure("bad_answer", "retry_later", "the answer cannot be read: " + wrong, 5);
        }
        Map<String, Object> client = Json.object(raw.get("client"));
        if (client.isEmpty()) {
            throw new Failure(code.isEmpty() ? "no_client" : code, "reauthorize", "200 without a client: " + text);
        }
        truths(client, "enabled", "positionStream", "betaUser");
        List<Object> companies = new ArrayList<>();
        for (Object company : Json.list(raw.get("companyList"))) {
            Map<String, Object> members = Json.object(company);
            truths(members, "enabled", "resident");
            companies.add(members);
        }
        return Json.of("card", client, "companies", companies);
    }

    /** Makes booleans of what the document's examples write as strings. All other members stay as they came. */
    private static void truths(Map<String, Object> record, String... names) {
        for (String name : names) {
            if (record.get(name) instanceof String text) {
                record.put(name, text.equals("true"));
            }
        }
    }
}
