import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/** A client of TIM Connect: an application that registers, receives a bank's messages and takes calls. */
final class TIMConnect {
    /** What one installation keeps. renewing is held while the session is renewed: all others wait for the result. */
    private static final class App {
        private final Object renewing = new Object();
        private final Map<String, Map<String, Object>> store = new LinkedHashMap<>();
        private Object phone;
        private Object credentials;
        private String session;
        private boolean voip;
        private final String name;

        App(String address) {
            name = Kept.name("timconnect", List.of(address));
            Map<String, Object> before = Json.object(Kept.get(name));
            phone = before.get("phone");
            credentials = before.get("credentials");
            session = before.get("session") == null ? null : Json.text(before.get("session"));
            voip = Boolean.TRUE.equals(before.get("voip"));
            for (Object message : Json.list(before.get("messages"))) {
                store.put(id(Json.object(message)), Json.object(message));
            }
        }

        /** Writes what the next process goes on with. */
        private void write() {
            Kept.put(name, Json.of("phone", phone, "credentials", credentials, "session", session, "voip", voip,
                    "messages", feed()));
        }

        /** What was kept before belongs to a device that is no more. */
        synchronized void keep(Object phone, Object credentials, String session) {
            this.phone = phone;
            this.credentials = credentials;
            this.session = session;
            this.voip = false;
            write();
        }

        synchronized String session() {
            return session;
        }

        synchronized void session(String fresh) {
            session = fresh;
            write();
        }

        synchronized boolean voip() {
            return voip;
        }

        synchronized void registered() {
            voip = true;
            write();
        }

        synchronized Map<String, Object> password() {
            return credentials == null ? null : Json.of("phone_number", phone, "credentials", credentials);
        }

        /** Stores a message and tells whether it is new. */
        synchronized boolean save(Map<String, Object> message) {
            if (store.putIfAbsent(id(message), message) != null) {
                return false;
            }
            write();
            return true;
        }

        synchronized List<Object> feed() {
            return new ArrayList<>(store.values());
        }
    }

    private final Map<String, App> apps = new ConcurrentHashMap<>();

    void abilities(Map<String, Protocol.Ability> abilities) {
        abilities.put("timconnect.registerPhone", this::registerPhone);
        abilities.put("timconnect.confirmPhone", this::confirmPhone);
        abilities.put("timconnect.registerByDigest", this::registerByDigest);
        abilities.put("timconnect.signIn", this::signIn);
        abilities.put("timconnect.isAuthorized", this::isAuthorized);
        abilities.put("timconnect.removeDevice", this::removeDevice);
        abilities.put("timconnect.receiveMessages", this::receiveMessages);
        abilities.put("timconnect.takePush", this::takePush);
        abilities.put("timconnect.feed", call -> Json.of("messages", app(call).feed()));
        abilities.put("timconnect.restoreMessages", this::restoreMessages);
        abilities.put("timconnect.setCategory", call -> mark(call, "category", "category"));
        abilities.put("timconnect.setGeotag", call -> mark(call, "geotag", "latitude", "longitude"));
        abilities.put("timconnect.setHashtag", call -> mark(call, "hashtag", "hashtag"));
        abilities.put("timconnect.categories", call -> Json.of(
                "categories", body(perform(call, TIMRequest.harmless("GET", "/api/categories", null)))));
        abilities.put("timconnect.statistics", call -> Json.of("statistics", body(perform(call,
                TIMRequest.harmless("GET", "/api/statistics", null).with(days(call))))));
        abilities.put("timconnect.call", this::startCall);
        abilities.put("timconnect.callState", call -> onCall(call, "GET", ""));
        abilities.put("timconnect.answerCall", call -> onCall(call, "POST", "/answer"));
        abilities.put("timconnect.hangUp", call -> onCall(call, "POST", "/hangup"));
    }

    private App app(Protocol.Call call) {
        return apps.computeIfAbsent(call.baseUrl, App::new);
    }

    /** An id has up to 64 bits and is text on the wire. */
    private static String id(Map<String, Object> message) {
        return Json.text(message.get("id"));
    }

    // Registration. The phone is sent as the user wrote it: the digest was made of it.

    /** The push token is where pushes go to. */
    private static Map<String, Object> device(Protocol.Call call) {
        return Json.of("app_key", call.credentials.get("api_key"), "token", call.args.get("token"));
    }

    private Map<String, Object> registerPhone(Protocol.Call call) throws Failure {
        perform(call, TIMRequest.open("/api/registration",
                Json.of("phone_number", call.args.get("phone"), "device", device(call))));
        return null;
    }

    private Map<String, Object> confirmPhone(Protocol.Call call) throws Failure {
        keep(call, perform(call, TIMRequest.open("/api/registration/confirm",
                Json.of("phone_number", call.args.get("phone"), "code", call.arg("code")))));
        return null;
    }

    private Map<String, Object> registerByDigest(Protocol.Call call) throws Failure {
        keep(call, perform(call, TIMRequest.open("/api/registration/digest", Json.of("phone_number",
                call.args.get("phone"), "digest", call.args.get("digest"), "device", device(call)))));
        return null;
    }

    private void keep(Protocol.Call call, Map<String, Object> raw) throws Failure {
        String session = Json.text(raw.get("sessionid"));
        if (session.isEmpty() || Json.text(raw.get("credentials")).isEmpty()) {
            throw new Failure("bad_answer", "unknown_outcome",
                    "the answer to the registration has no session or no credentials");
        }
        app(call).keep(call.args.get("phone"), raw.get("credentials"), session);
    }

    /** Begins with the password that an earlier run has kept. */
    private Map<String, Object> signIn(Protocol.Call call) throws Failure {
        app(call).keep(call.args.get("phone"), call.args.get("credentials"), null);
        renew(call, null);
        return null;
    }

    private Map<String, Object> isAuthorized(Protocol.Call call) throws Failure {
        boolean authorized = app(call).session() != null
                && Boolean.TRUE.equals(perform(call, TIMRequest.harmless("GET", "/api/auth", null)).get("authorized"));
        return Json.of("authorized", authorized);
    }

    /** Afterwards nothing is kept that could be used for another request. */
    private Map<String, Object> removeDevice(Protocol.Call call) throws Failure {
        perform(call, TIMRequest.once("DELETE", "/api/device", null));
        app(call).keep(null, null, null);
        return null;
    }

    // Messages.

    private static List<Object> body(Map<String, Object> raw) throws Failure {
        if (raw.get("body") instanceof List<?> list) {
            return new ArrayList<>(list);
        }
        throw new Failure("bad_answer", "retry_later", "the answer has no list", 5);
    }

    private static Map<String, Object> days(Protocol.Call call) {
        Map<String, Object> days = Json.of();
        Map.of("from", "start_date", "to", "end_date").forEach((argument, parameter) -> {
            if (!call.arg(argument).isEmpty()) {
                days.put(parameter, call.args.get(argument));
            }
        });
        return days;
    }

    /** Reads a list to its last page; a message may slip to the next page meanwhile. */
    private List<Map<String, Object>> pages(Protocol.Call call, String path, Map<String, Object> parameters)
            throws Failure {
        Map<String, Map<String, Object>> messages = new LinkedHashMap<>();
        long last = 1;
        for (long page = 1; page <= last; page++) {
            if (page > 1) {
                parameters.put("page", page);
            }
            Map<String, Object> raw = perform(call, TIMRequest.harmless("GET", path, null).with(parameters));
            for (Object message : body(raw)) {
                messages.putIfAbsent(id(Json.object(message)), Json.object(message));
            }
            last = Json.object(raw.get("paging")).get("pages") instanceof Number pages ? pages.longValue() : last;
        }
        return new ArrayList<>(messages.values());
    }

    /** Tells the server that messages were delivered, so that no SMS goes out. One without an id cannot be named. */
    private void report(Protocol.Call call, List<Map<String, Object>> messages) throws Failure {
        List<String> ids = messages.stream().map(TIMConnect::id).filter(id -> id.matches("\\d+")).toList();
        if (!ids.isEmpty()) {
            perform(call, TIMRequest.harmless("POST", "/api/messages/delivery", Json.of("ids", ids)));
        }
    }

    /**
     * Reads all pages first, as reports move messages out of the queue; then stores; then reports. What was stored
     * before is not told again, but reported: its report has not arrived.
     */
    private Map<String, Object> receiveMessages(Protocol.Call call) throws Failure {
        List<Map<String, Object>> queue = pages(call, "/api/messages/queue", Json.of());
        List<Map<String, Object>> fresh = queue.stream().filter(app(call)::save).toList();
        fresh.forEach(message -> call.received("message", message));
        report(call, queue);
        return Json.of("messages", fresh);
    }

    private Map<String, Object> takePush(Protocol.Call call) throws Failure {
        Map<String, Object> payload = Json.object(call.args.get("payload"));
        Map<String, Object> info = Json.object(payload.get("call_info"));
        if (!info.isEmpty()) {
            return takeCall(call, info);
        }
        if (id(payload).isEmpty()) {
            throw new Failure("bad_push", "fix_request", "the push is neither about a message nor about a call");
        }
        List<Object> found = body(perform(call,
                TIMRequest.harmless("GET", "/api/messages/" + Wire.segment(id(payload)), null)));
        if (found.isEmpty()) {
            throw new Failure("bad_answer", "retry_later", "the answer has no message", 5);
        }
        Map<String, Object> message = Json.object(found.get(0));
        if (app(call).save(message)) {
            call.show("notification", message.get("message"));
            call.received("message", message);
        }
        report(call, List.of(message));
        return Json.of("message", message);
    }

    /** Fills the store from the archive. Nothing is reported: it was, before. */
    private Map<String, Object> restoreMessages(Protocol.Call call) throws Failure {
        List<Map<String, Object>> archive = pages(call, "/api/messages", days(call));
        archive.forEach(app(call)::save);
        return Json.of("messages", archive);
    }

    private Map<String, Object> mark(Protocol.Call call, String what, String... names) throws Failure {
        Map<String, Object> body = Json.of();
        for (String name : names) {
            body.put(name, call.args.getOrDefault(name, ""));
        }
        String path = "/api/messages/" + Wire.segment(call.args.get("id")) + "/" + what;
        perform(call, TIMRequest.harmless("PUT", path, body));
        return null;
    }

    // Calls.

    private Object registerVoip(Protocol.Call call, Object password) throws Failure {
        if (!(password instanceof String text) || text.isEmpty()) {
            throw new Failure("bad_answer", "retry_later", "there is no password for calls", 5);
        }
        Map<String, Object> raw = perform(call,
                TIMRequest.once("POST", "/api/calls/registration", Json.of("password", password)));
        if (!Boolean.TRUE.equals(raw.get("registered"))) {
            throw new Failure("voip_refused", "retry_now", "the VoIP service did not take the password");
        }
        app(call).registered();
        return raw.get("call_id");
    }

    private Map<String, Object> startCall(Protocol.Call call) throws Failure {
        if (!app(call).voip()) {
            registerVoip(call, perform(call, TIMRequest.harmless("POST", "/api/calls/password", null)).get("password"));
        }
        Map<String, Object> raw = perform(call,
                TIMRequest.once("POST", "/api/calls", Json.of("number", call.args.get("number"))));
        return Json.of("call_id", raw.get("call_id"), "state", raw.get("state"));
    }

    /** Registers with the password of the push: that is what it is for. */
    private Map<String, Object> takeCall(Protocol.Call call, Map<String, Object> info) throws Failure {
        Object id = registerVoip(call, info.get("asteriskpass"));
        call.show("call", info.get("caller"));
        return Json.of("call_id", id, "state", "incoming");
    }

    private Map<String, Object> onCall(Protocol.Call call, String method, String step) throws Failure {
        String path = "/api/calls/" + Wire.segment(call.args.get("call_id")) + step;
        return Json.of("state", perform(call,
                new TIMRequest(method, path, "", null, method.equals("GET"), false)).get("state"));
    }

    // From here on: one request on the wire.

    /** Performs a request with the session, renewed once if it is refused. */
    private Map<String, Object> perform(Protocol.Call call, TIMRequest request) throws Failure {
        App app = app(call);
        boolean renewed = false;
        boolean repeated = false;
        while (true) {
            String session = request.open() ? null : app.session();
            if (!request.open() && session == null) {
                throw new Failure("not_registered", "reauthorize", "no phone is registered: nothing was sent");
            }
            Map<String, Object> raw;
            try {
                raw = TIMWire.exchange(call, request, session);
            } catch (Failure failure) {
                if (!failure.gone || !request.harmless() || repeated) {
                    throw failure;
                }
                repeated = true;
                continue;
            }
            if ("success".equals(raw.get("result"))) {
                return raw;
            }
            if (!TIMWire.DENIED.equals(raw.get("message")) || request.open() || renewed) {
                throw refusal(app, raw);
            }
            renewed = true;
            renew(call, session);
        }
    }

    /**
     * Opens a new session with the stored password if the session is still the one that was refused. A password that is
     * refused is not tried again; a session that nobody got does no harm.
     */
    private void renew(Protocol.Call call, String refused) throws Failure {
        App app = app(call);
        synchronized (app.renewing) {
            if (!Objects.equals(app.session(), refused)) {
                return;
            }
            Map<String, Object> password = app.password();
            if (password == null) {
                throw new Failure("not_registered", "reauthorize", "no password is stored");
            }
            TIMRequest request = TIMRequest.open("/api/auth", password);
            Map<String, Object> raw;
            try {
                raw = TIMWire.exchange(call, request, null);
            } catch (Failure failure) {
                if (!failure.gone) {
                    throw failure;
                }
                raw = TIMWire.exchange(call, request, null);
            }
            if (!"success".equals(raw.get("result"))) {
                throw refusal(app, raw);
            }
            if (Json.text(raw.get("sessionid")).isEmpty()) {
                throw new Failure("bad_answer", "retry_later", "the answer to the authorisation has no session", 5);
            }
            app.session(Json.text(raw.get("sessionid")));
        }
    }

    /** Returns the caller's view of a failure; a device that is no more has nothing to keep. */
    private static Failure refusal(App app, Map<String, Object> raw) {
        String message = Json.text(raw.get("message"));
        TIMWire.Words words = TIMWire.Words.of(message);
        if (words.code().equals("no_mobile_app") || words.code().equals("credentials_wrong")) {
            app.keep(null, null, null);
        }
        return new Failure(words.code(), words.advice(), "TIM Connect answered \"" + message + "\"");
    }
}
