import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A client of Radist.Online: connections, and the logins that lead to them. */
final class Radist {
    private static final double POLL_EVERY = 5; // seconds, as the vendor advises
    private static final int MOST_SESSIONS = 3; // how often a login that nobody finishes is started anew
    private static final int MOST_ANSWERS = 3; // how often the user may err
    private static final int MOST_LOST = 3; // polls in a row that may fail
    private static final double LONGEST_WAIT = 3; // seconds of Retry-After that are waited for
    private static final Map<Integer, String> ADVICE = Map.of(400, "fix_request", 401, "reauthorize",
            402, "contact_support", 403, "contact_support", 404, "fix_request", 409, "fix_request", 422, "fix_request");

    /** Why an operation failed. */
    private static final class Problem extends Exception {
        private static final long serialVersionUID = 1;

        private final int status;
        private final boolean lost; // whether it was handled is unknown
        private final boolean unsent; // it certainly was not handled
        private final double after; // seconds to wait; 0: nothing was said

        private Problem(String text, int status, boolean lost, boolean unsent, double after) {
            super(text);
            this.status = status;
            this.lost = lost;
            this.unsent = unsent;
            this.after = after;
        }

        static Problem lost(String text) {
            return new Problem(text, 0, true, false, 0);
        }

        /** Reports whether the same request may work soon, soon enough to wait for it. */
        boolean passes() {
            return (lost || unsent || status == 429 || status >= 500) && after <= LONGEST_WAIT;
        }

        /** Returns the caller's view. harmless: the request may be sent again whatever became of it. */
        Failure failure(boolean harmless) {
            double wait = after > 0 ? after : 5;
            String code = String.valueOf(status);
            if (unsent) {
                return new Failure("unreachable", "retry_later", getMessage(), 30);
            }
            if (lost && harmless) {
                return new Failure("no_answer", "retry_later", getMessage(), wait);
            }
            if (lost) {
                return new Failure("no_answer", "unknown_outcome",
                        getMessage() + ": look at the list of connections before this is done again");
            }
            if (status == 429 || status >= 500 && harmless) {
                return new Failure(code, "retry_later", getMessage(), wait);
            }
            return new Failure(code, status >= 500 ? "unknown_outcome" : ADVICE.getOrDefault(status, "none"),
                    getMessage());
        }
    }

    /** A login: its id, its status, and the link to encode. */
    private record Session(Object id, String status, Object qr) {
    }

    void abilities(Map<String, Protocol.Ability> abilities) {
        abilities.put("radist.connections", this::connections);
        abilities.put("radist.connection", this::connection);
        abilities.put("radist.connectTelegram", this::connectTelegram);
        abilities.put("radist.connectMax",
                call -> logIn(call, "max_personal", Json.of("phone", call.args.get("phone")), false));
        abilities.put("radist.connectWhatsApp", this::connectWhatsApp);
        abilities.put("radist.connectBot", call -> create(call, "telegram_bot", key(call)));
        abilities.put("radist.connectGroup", call -> create(call, "odnoklassniki", key(call)));
        abilities.put("radist.setKey", this::setKey);
        abilities.put("radist.deleteConnection", this::deleteConnection);
    }

    private static Map<String, Object> key(Protocol.Call call) {
        return Json.of("api_key", call.args.get("api_key"));
    }

    private Map<String, Object> connections(Protocol.Call call) throws Failure {
        List<Object> everything = new ArrayList<>();
        while (true) {
            String page = everything.isEmpty() ? "" : "?offset=" + everything.size();
            Map<String, Object> body = tried(call, "GET", "connections/" + page, null, true);
            if (!(body.get("connections") instanceof List<?> connections)) {
                throw Problem.lost("the answer has no connections").failure(true);
            }
            everything.addAll(connections);
            long count = body.get("count") instanceof Number number ? number.longValue() : 0;
            if (connections.isEmpty() || everything.size() >= count) {
                return Json.of("connections", everything);
            }
        }
    }

    private Map<String, Object> connection(Protocol.Call call) throws Failure {
        Map<String, Object> body = tried(call, "GET", path(call.args.get("connection_id")), null, true);
        return Json.of("connection_id", body.get("id"), "type", body.get("type"), "params", body.get("params"));
    }

    /** A connection cannot be deleted through the API: a creation whose answer is lost is not sent again. */
    private Map<String, Object> create(Protocol.Call call, String kind, Map<String, Object> params) throws Failure {
        Map<String, Object> body = Json.of("type", kind);
        if (params != null) {
            body.put("params", params);
        }
        Map<String, Object> made = tried(call, "POST", "connections/", body, false);
        if (made.get("id") == null) {
            throw Problem.lost("the answer has no id").failure(false);
        }
        return Json.of("connection_id", made.get("id"));
    }

    /** Sends the new key and nothing else: nothing else can be edited. The same key may be set twice. */
    private Map<String, Object> setKey(Protocol.Call call) throws Failure {
        tried(call, "PATCH", path(call.args.get("connection_id")), Json.of("params", key(call)), true);
        return null;
    }

    private Map<String, Object> deleteConnection(Protocol.Call call) throws Failure {
        throw new Failure("not_possible", "contact_support",
                "connections are deleted by the vendor's support only, with their chats and history");
    }

    // Logins.

    private Map<String, Object> connectTelegram(Protocol.Call call) throws Exception {
        if (call.arg("by").equals("code")) {
            Map<String, Object> first = Json.of("auth_type", "code", "phone", call.args.get("phone"));
            return logIn(call, "telegram", first, false);
        }
        return logIn(call, "telegram", Json.of("auth_type", "qr"), true);
    }

    /**
     * Leads a session to its end. One that has expired before anybody scanned its code is started anew, a few times; a
     * code that was typed for such a session is worthless, so the caller decides.
     */
    private Map<String, Object> logIn(Protocol.Call call, String kind, Map<String, Object> first, boolean byQR)
            throws Exception {
        if (!call.arg("connection_id").isEmpty()) {
            first.put("connection_id", call.args.get("connection_id"));
        }
        for (int opened = 1; ; opened++) {
            Session session;
            try {
                session = session(call, kind + "/init", first);
            } catch (Problem problem) {
                throw problem.failure(true);
            }
            try {
                return authorize(call, kind, session);
            } catch (Problem expired) {
                if (!byQR || opened == MOST_SESSIONS) {
                    throw new Failure(String.valueOf(expired.status), "reauthorize", expired.getMessage());
                }
            }
        }
    }

    /** Makes one of the two operations on sessions. */
    private Session session(Protocol.Call call, String path, Object body) throws Problem {
        Map<String, Object> answer = perform(call, "POST", path, body);
        if (!(answer.get("session_id") instanceof String id) || Json.text(answer.get("status")).isEmpty()) {
            throw Problem.lost("the answer has no session");
        }
        return new Session(id, Json.text(answer.get("status")),
                Json.object(answer.get("qr_login")).get("url"));
    }

    /** Polls a session, shows and asks what its status wants, until it is authenticated. A Problem: it has expired. */
    private Map<String, Object> authorize(Protocol.Call call, String kind, Session first) throws Exception {
        Session session = first;
        Object shown = null;
        int wrong = 0;
        int lost = 0;
        boolean look = false; // the status comes first: what became of the user's answer is not known
        while (true) {
            Map<String, Object> answer = Json.of();
            if (!look) {
                switch (session.status) {
                    case "waiting_for_qr" -> {
                        shown = show(call, session.qr, shown);
                        rest(call, null);
                    }
                    case "waiting_for_code", "waiting_for_password" -> {
                        String what = session.status.substring("waiting_for_".length());
                        answer.put(what, call.ask(what));
                    }
                    case "authenticated" -> {
                        return connect(call, kind, first.id);
                    }
                    default -> throw unknown(session.status);
                }
            }
            boolean answered = !answer.isEmpty();
            answer.put("session_id", first.id);
            try {
                session = session(call, kind + "/login", answer);
                lost = 0;
                look = false;
            } catch (Problem problem) {
                if (problem.status == 404) {
                    throw problem;
                }
                if (problem.status == 400 && answered && wrong + 1 < MOST_ANSWERS) {
                    wrong++; // the status is what it was: the user is asked again
                } else if (problem.passes() && lost < MOST_LOST) {
                    lost++;
                    look |= answered;
                    rest(call, problem);
                } else {
                    throw problem.failure(true);
                }
            }
        }
    }

    /** Makes the connection of an authenticated session; after a re-authorization there is one already. */
    private Map<String, Object> connect(Protocol.Call call, String kind, Object session) throws Failure {
        if (!call.arg("connection_id").isEmpty()) {
            return Json.of("connection_id", call.args.get("connection_id"));
        }
        return create(call, kind, Json.of("session_id", session));
    }

    /** Makes a connection, or takes the one that is to be connected again, and shows its codes until it works. */
    private Map<String, Object> connectWhatsApp(Protocol.Call call) throws Exception {
        Object id = call.arg("connection_id").isEmpty()
                ? create(call, "whatsapp", null).get("connection_id")
                : call.args.get("connection_id");
        Object shown = null;
        int lost = 0;
        while (true) {
            Map<String, Object> body;
            try {
                body = perform(call, "GET", path(id) + "/whatsapp/status", null);
            } catch (Problem problem) {
                if (!problem.passes() || lost == MOST_LOST) {
                    throw problem.failure(true);
                }
                lost++;
                rest(call, problem);
                continue;
            }
            lost = 0;
            String status = Json.text(body.get("status"));
            if (status.equals("connected")) {
                return Json.of("connection_id", id);
            }
            if (!status.equals("waiting_for_qr")) {
                throw unknown(status);
            }
            shown = show(call, body.get("qr_code"), shown);
            rest(call, null);
        }
    }

    /** Shows a code that is new. */
    private static Object show(Protocol.Call call, Object qr, Object shown) {
        if (Json.text(qr).isEmpty() || qr.equals(shown)) {
            return shown;
        }
        call.show("qr", qr);
        return qr;
    }

    /** What a status that nobody knows wants of the user is not to be guessed. */
    private static Failure unknown(String status) {
        return new Failure("unknown_status", "contact_support",
                "the login has the status " + status + ", which this client does not know");
    }

    /** Waits before the next poll: as long as the server asks for, or the caller wishes, or the vendor advises. */
    private static void rest(Protocol.Call call, Problem problem) throws InterruptedException {
        double seconds = POLL_EVERY;
        if (!call.arg("poll_every_s").isEmpty()) {
            seconds = new BigDecimal(call.arg("poll_every_s")).doubleValue();
        }
        if (problem != null && problem.after > 0) {
            seconds = problem.after;
        }
        Thread.sleep((long) (seconds * 1000));
    }

    // From here on: one operation on the wire; paths lie below the company.

    private static String path(Object connection) {
        return "connections/" + Wire.segment(connection);
    }

    /** Makes an operation for the caller. */
    private Map<String, Object> tried(Protocol.Call call, String method, String path, Object body, boolean harmless)
            throws Failure {
        try {
            return perform(call, method, path, body);
        } catch (Problem problem) {
            throw problem.failure(harmless);
        }
    }

    /** Reading is repeated once if no answer came. */
    private Map<String, Object> perform(Protocol.Call call, String method, String path, Object body) throws Problem {
        try {
            return exchange(call, method, path, body);
        } catch (Problem problem) {
            if (!problem.lost || !method.equals("GET")) {
                throw problem;
            }
        }
        return exchange(call, method, path, body);
    }

    private static Map<String, Object> exchange(Protocol.Call call, String method, String path, Object body)
            throws Problem {
        Map<String, String> headers = new HashMap<>(
                Map.of("Accept", "application/json", "X-Api-Key", call.credential("api_key")));
        if (body != null) {
            headers.put("Content-Type", "application/json");
        }
        String url = call.baseUrl + "/companies/" + Wire.segment(call.credentials.get("company_id")) + "/" + path;
        Wire.Answer answer;
        try {
            answer = Wire.send(method, url, headers, body);
        } catch (Wire.Unsent error) {
            throw new Problem(error.getMessage(), 0, false, true, 0);
        } catch (Wire.Lost error) {
            throw Problem.lost(error.getMessage());
        }
        Map<String, Object> read = Json.of();
        try {
            read = answer.object();
        } catch (Json.Wrong error) {
            if (answer.status() == 200) {
                throw Problem.lost("the answer cannot be read: " + error.getMessage());
            }
        }
        if (answer.status() != 200) {
            throw new Problem("HTTP " + answer.status() + " " + Json.text(read.get("detail")), answer.status(), false,
                    false, answer.retryAfter(0).doubleValue());
        }
        return read;
    }
}
