import java.util.HashMap;
import java.util.Map;

/** One exchange with TIM Connect, and what its words mean. */
final class TIMWire {
    static final String DENIED = "Permission denied";

    private TIMWire() {
    }

    /** What is known of the vendor's words. */
    record Words(String code, String advice) {
        private static final Map<String, Words> KNOWN = Map.of(
                DENIED, new Words("permission_denied", "reauthorize"),
                "Device is blocked", new Words("device_blocked", "contact_support"),
                "Device has no mobile app", new Words("no_mobile_app", "reauthorize"),
                "Incorrect phone_number or credentials", new Words("credentials_wrong", "reauthorize"),
                "ActivationCode matching query does not exist.", new Words("code_unknown", "fix_request"),
                "['ActivationCode does not exist or expire']", new Words("code_invalid", "fix_request"));

        static Words of(String message) {
            if (KNOWN.containsKey(message)) {
                return KNOWN.get(message);
            }
            if (message.startsWith("{'phone_number'")) {
                return new Words("phone_invalid", "fix_request");
            }
            if (message.startsWith("That page") || message.endsWith("matching query does not exist.")) {
                return new Words("unknown", "fix_request");
            }
            if (message.startsWith("{'") || message.startsWith("['")) { // a printed form of the server's
                return new Words("field_invalid", "fix_request");
            }
            return new Words("failed", "none");
        }
    }

    /** Makes one exchange. A Failure that is gone may be tried again. */
    static Map<String, Object> exchange(Protocol.Call call, TIMRequest request, String session) throws Failure {
        Map<String, String> headers = new HashMap<>(
                Map.of("Accept", "application/json", "Authorization", call.credential("api_key")));
        if (request.body() != null) {
            headers.put("Content-Type", "application/json");
        }
        if (session != null) {
            headers.put("Cookie", "sessionid=" + session);
        }
        boolean reading = request.method().equals("GET") || request.path().equals("/api/auth");
        Wire.Answer answer;
        try {
            String url = call.baseUrl + request.path() + request.query();
            answer = Wire.send(request.method(), url, headers, request.body());
        } catch (Wire.Unsent error) {
            throw new Failure("unreachable", "retry_later", error.getMessage(), 30);
        } catch (Wire.Lost error) {
            throw unknown(error.getMessage(), reading, !error.silent);
        }
        try {
            Map<String, Object> raw = answer.object();
            boolean success = "success".equals(raw.get("result"));
            if (!success && !"fail".equals(raw.get("result"))) {
                throw new Json.Wrong("neither success nor fail in it");
            }
            if (answer.status() < 429 || success
                    || !Words.of(Json.text(raw.get("message"))).code.equals("failed")) {
                return raw; // the details are in the body, whatever the status
            }
        } catch (Json.Wrong error) {
            if (answer.status() == 200) {
                throw unknown("the answer cannot be read: " + error.getMessage(), reading, request.harmless());
            }
        }
        String status = String.valueOf(answer.status());
        if (answer.status() == 429 || answer.status() >= 500 && reading) {
            throw new Failure(status, "retry_later", "HTTP " + status, answer.retryAfter(30));
        }
        throw new Failure(status, answer.status() >= 500 ? "unknown_outcome" : "fix_request", "HTTP " + status);
    }

    private static Failure unknown(String text, boolean reading, boolean gone) {
        return reading ? new Failure("no_answer", "retry_later", text, 5, gone)
                : new Failure("no_answer", "unknown_outcome", text, null, gone);
    }
}
