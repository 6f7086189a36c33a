import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/** A client of the Bonder business-card API. */
final class Bonder {
    private static final Map<String, String> ADVICE = Map.ofEntries(
            Map.entry("SERVER_OFFLINE_ERROR", "retry_later"), Map.entry("AUTH_SERVICE_OFFLINE_ERROR", "retry_later"),
            Map.entry("API_SERVICE_OFFLINE_ERROR", "retry_later"), Map.entry("INTERNAL_SERVER_ERROR", "retry_now"),
            Map.entry("DATABASE_ERROR", "retry_now"), Map.entry("INVALID_CREDENTIALS_ERROR", "reauthorize"),
            Map.entry("ACCOUNT_INACTIVE_ERROR", "contact_support"),
            Map.entry("PROFILE_LIMIT_REACHED_ERROR", "contact_support"),
            Map.entry("RESOURCE_NOT_FOUND_ERROR", "fix_request"), Map.entry("CARD_ID_NOT_FOUND_ERROR", "fix_request"),
            Map.entry("THUMBNAIL_REJECTED_ERROR", "fix_request"));
    private static final int REST = 45 * 60; // seconds: the least of the documented 45 to 60 minutes
    private static final Map<String, int[]> LENGTHS = // an empty text clears a value
            Map.of("name", new int[] {2, 25}, "keywords", new int[] {1, 150});
    private static final int MOST_LANGUAGES = 5; // in one request

    /** The token of one account. Its monitor is held while it is renewed: all others wait for the result. */
    private static final class Account {
        private final String name;
        private String token;

        Account(List<String> key) {
            name = Kept.name("bonder", key);
            token = Kept.text(name);
        }
    }

    /** An answer that could be read. Members that are not known are let pass, an empty result may be {} or []. */
    private static final class Envelope {
        private final boolean ok;
        private final String code;
        private final List<Object> errors;
        private final Map<String, Object> result;

        Envelope(Map<String, Object> raw) throws Json.Wrong {
            if (!(raw.get("success") instanceof Boolean success)) {
                throw new Json.Wrong("no success in it");
            }
            ok = success;
            errors = Json.list(raw.get("errors"));
            code = errors.isEmpty() ? "" : Json.text(errors.get(0));
            result = Json.object(raw.get("result"));
        }
    }

    private final Map<List<String>, Account> accounts = new ConcurrentHashMap<>();

    void abilities(Map<String, Protocol.Ability> abilities) {
        abilities.put("bonder.languages", this::languages);
        abilities.put("bonder.createProfile", this::createProfile);
        abilities.put("bonder.saveCard", this::saveCard);
        abilities.put("bonder.loadCard", call -> perform(call, "GET", card(call), null).result);
        abilities.put("bonder.setStatus", this::setStatus);
        abilities.put("bonder.deleteLanguage", this::deleteLanguage);
        abilities.put("bonder.deleteCard", call -> perform(call, "DELETE", card(call), null).result);
    }

    private static String card(Protocol.Call call) {
        return "/users/" + Wire.segment(call.arg("card_id"));
    }

    private Map<String, Object> languages(Protocol.Call call) throws Exception {
        String in = call.arg("in");
        if (!in.isEmpty()) {
            return Json.of("languages", perform(call, "GET", "/repositories/" + Wire.segment(in), null).result);
        }
        return Json.of("repositories", perform(call, "GET", "/repositories", null).result.get("langList"));
    }

    /** Hands out all three values: they are nowhere to be had again. */
    private Map<String, Object> createProfile(Protocol.Call call) throws Exception {
        Map<String, Object> result = perform(call, "POST", "/users", null).result;
        if (Json.text(result.get("cardId")).isEmpty()) {
            throw new Failure("bad_answer", "unknown_outcome",
                    "the answer has no cardId: a profile may have been created");
        }
        return Json.of("card_id", result.get("cardId"), "card_qrc", result.get("cardQrc"),
                "card_addr", result.get("cardAddr"));
    }

    private Map<String, Object> setStatus(Protocol.Call call) throws Exception {
        String path = switch (call.arg("what")) {
            case "card" -> "/cardStatus/";
            case "photo" -> "/usePhoto/";
            case "language" -> "/langStatus/" + Wire.segment(call.arg("language")) + "/";
            default -> throw new Failure("bad_argument", "fix_request", "what is one of card, photo and language");
        };
        perform(call, "PUT", card(call) + path + (call.arg("on").equals("true") ? "enable" : "disable"), null);
        return null;
    }

    private Map<String, Object> deleteLanguage(Protocol.Call call) throws Exception {
        if (call.arg("language").isEmpty()) {
            throw new Failure("bad_argument", "fix_request", "expected a language: nothing was deleted");
        }
        return perform(call, "DELETE", card(call) + "/" + Wire.segment(call.arg("language")), null).result;
    }

    /** Checks values before they are sent, sends only what was given, and at most five languages at a time. */
    private Map<String, Object> saveCard(Protocol.Call call) throws Exception {
        Map<String, Object> data = Json.object(call.args.get("data"));
        Map<String, Object> languages = Json.object(data.get("translatable"));
        for (Map.Entry<String, Object> language : languages.entrySet()) {
            for (Map.Entry<String, int[]> bounds : LENGTHS.entrySet()) {
                Object value = Json.object(language.getValue()).get(bounds.getKey());
                int length = value instanceof String text ? text.codePointCount(0, text.length()) : 0;
                int least = bounds.getValue()[0];
                int most = bounds.getValue()[1];
                if (length > 0 && (length < least || length > most)) {
                    throw new Failure("bad_value", "fix_request", String.format(
                            "%s in %s has %d characters, not %d to %d: nothing was sent",
                            bounds.getKey(), language.getKey(), length, least, most));
                }
            }
        }
        List<Object> warnings = new ArrayList<>();
        for (Map<String, Object> body : portions(data, languages)) {
            warnings.addAll(perform(call, "PUT", card(call), body).errors);
        }
        return warnings.isEmpty() ? null : Json.of("warnings", warnings);
    }

    private static List<Map<String, Object>> portions(Map<String, Object> data, Map<String, Object> languages) {
        if (languages.size() <= MOST_LANGUAGES) {
            return List.of(data);
        }
        List<Map<String, Object>> portions = new ArrayList<>();
        Map<String, Object> some = new LinkedHashMap<>();
        for (Map.Entry<String, Object> language : languages.entrySet()) {
            if (some.size() == MOST_LANGUAGES || portions.isEmpty()) {
                some = new LinkedHashMap<>();
                Map<String, Object> body = new LinkedHashMap<>(portions.isEmpty() ? data : Map.of());
                body.put("translatable", some);
                portions.add(body);
            }
            some.put(language.getKey(), language.getValue());
        }
        return portions;
    }

    // From here on: one operation on the wire.

    /**
     * Performs an operation with a live token, renewed once if it is refused; again if that helps. Reading and saving
     * the same again do no harm; creating and deleting might, so those are not repeated when their answer is lost.
     */
    private Envelope perform(Protocol.Call call, String method, String path, Object body) throws Exception {
        Account account = accounts.computeIfAbsent(List.of(call.baseUrl, call.credential("username"),
                call.credential("password"), call.credential("client")), Account::new);
        boolean renewed = false;
        boolean repeated = false;
        boolean tried = false;
        while (true) {
            String token = token(call, account, null);
            Envelope answer;
            try {
                answer = exchange(call, method, path, body, token);
            } catch (Failure failure) {
                if (!failure.gone || repeated || !method.equals("GET") && !method.equals("PUT")) {
                    throw failure;
                }
                repeated = true;
                continue;
            }
            if (answer.ok) {
                return answer;
            }
            if (answer.code.equals("INVALID_CREDENTIALS_ERROR") && !renewed) {
                renewed = true;
                token(call, account, token);
            } else if ("retry_now".equals(ADVICE.get(answer.code)) && !tried) {
                tried = true;
                Thread.sleep(20);
            } else {
                throw refusal(answer.code);
            }
        }
    }

    private static Failure refusal(String code) {
        String advice = ADVICE.getOrDefault(code, "none");
        return new Failure(code, advice, "Bonder answered " + code, advice.equals("retry_later") ? REST : null);
    }

    /**
     * Returns the account's token; a new one if it has none, or if it is still the one that was refused. Who was
     * refused with an older one just takes the new one.
     */
    private String token(Protocol.Call call, Account account, String refused) throws Exception {
        synchronized (account) {
            if (account.token == null || account.token.equals(refused)) {
                account.token = authorize(call);
                Kept.put(account.name, account.token);
            }
            return account.token;
        }
    }

    /** Credentials that are refused are not tried again; a token that nobody got does no harm. */
    private String authorize(Protocol.Call call) throws Exception {
        Map<String, Object> body = Json.of("username", call.credentials.get("username"),
                "password", call.credentials.get("password"), "client", call.credentials.get("client"), "rpt", "10000");
        for (boolean last = false; ; last = true) {
            Envelope answer;
            try {
                answer = exchange(call, "POST", "/auth", body, null);
            } catch (Failure failure) {
                if (failure.gone && !last) {
                    continue;
                }
                throw failure;
            }
            String token = Json.text(answer.result.get("token"));
            if (answer.ok && !token.isEmpty()) {
                return token;
            }
            if (answer.ok) {
                throw new Failure("bad_answer", "retry_later", "the answer to authorize has no token", 5);
            }
            if (!Objects.equals(ADVICE.get(answer.code), "retry_now") || last) {
                throw refusal(answer.code);
            }
            Thread.sleep(20);
        }
    }

    /** Makes one request. A Failure that is gone may be tried again. */
    private Envelope exchange(Protocol.Call call, String method, String path, Object body, String token)
            throws Failure {
        Map<String, String> headers = new HashMap<>(Map.of("Accept", "application/json"));
        if (body != null) {
            headers.put("Content-Type", "application/json");
        }
        if (token != null) {
            headers.put("X-Auth-Key", token);
            headers.put("X-Auth-Email", call.credential("username"));
        }
        boolean reading = method.equals("GET") || path.equals("/auth");
        Wire.Answer answer;
        try {
            answer = Wire.send(method, call.baseUrl + path, headers, body);
        } catch (Wire.Unsent error) {
            throw new Failure("unreachable", "retry_later", error.getMessage(), 30);
        } catch (Wire.Lost error) {
            throw unknown(error.getMessage(), reading, !error.silent);
        }
        String status = String.valueOf(answer.status());
        if (answer.status() == 429 || answer.status() >= 500 && reading) {
            throw new Failure(status, "retry_later", "HTTP " + status, answer.retryAfter(30));
        }
        if (answer.status() != 200) {
            throw new Failure(status, answer.status() >= 500 ? "unknown_outcome" : "fix_request", "HTTP " + status);
        }
        try {
            return new Envelope(answer.object());
        } catch (Json.Wrong error) {
            throw unknown("the answer cannot be read: " + error.getMessage(), reading, reading);
        }
    }

    private static Failure unknown(String text, boolean reading, boolean gone) {
        return reading ? new Failure("no_answer", "retry_later", text, 5, gone)
                : new Failure("no_answer", "unknown_outcome", text, null, gone);
    }
}
