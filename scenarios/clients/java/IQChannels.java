import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;

/** A client of iQChannels: an SDK of the chat (here), its stream (IQStream), a consumer of the Auth API (IQCard). */
final class IQChannels {
    private static final Map<String, String> ADVICE = Map.of("internal_server_error", "retry_later",
            "bad_request", "fix_request", "invalid", "fix_request", "not_found", "fix_request",
            "forbidden", "contact_support", "unauthorized", "reauthorize");

    /** The session of one client. Its monitor is held while it is renewed: all others wait for the result. */
    static final class Account {
        final boolean anonymous;
        private final String name;
        private String session;
        volatile boolean listening;

        Account(boolean anonymous, List<String> key) {
            this.anonymous = anonymous;
            name = Kept.name("iqchannels", key);
            session = Kept.text(name);
        }

        private void hold(String fresh) {
            session = fresh;
            Kept.put(name, fresh);
        }
    }

    /** An answer or an event that could be read. Members that are not known are let pass, and Rels may be null. */
    static final class Envelope {
        final boolean ok;
        final String code;
        final String text;
        final Object result;
        final Map<String, Object> rels;

        Envelope(Map<String, Object> raw) throws Json.Wrong {
            if (!(raw.get("OK") instanceof Boolean truth)) {
                throw new Json.Wrong("no OK in it");
            }
            Map<String, Object> error = Json.object(raw.get("Error"));
            ok = truth;
            code = Json.text(error.get("Code"));
            text = Json.text(error.get("Text"));
            result = raw.get("Result");
            rels = Json.object(raw.get("Rels"));
        }

        private Failure refusal() {
            String advice = ADVICE.getOrDefault(code, "none");
            return new Failure(code, advice, "iQChannels answered " + code + ": " + text,
                    advice.equals("retry_later") ? 5 : null);
        }
    }

    /** A new session and who it is for. */
    private record Authorized(String session, Map<String, Object> client) {
    }

    private final Map<List<String>, Account> accounts = new ConcurrentHashMap<>();
    private final Map<List<String>, Boolean> anonymous = new ConcurrentHashMap<>(); // who signed in last, by place

    void abilities(Map<String, Protocol.Ability> abilities) {
        abilities.put("iqchannels.signIn", this::signIn);
        abilities.put("iqchannels.signInAnonymously", this::signInAnonymously);
        abilities.put("iqchannels.send", this::send);
        abilities.put("iqchannels.history", this::history);
        abilities.put("iqchannels.listen", this::listen);
        abilities.put("iqchannels.resolveToken", IQCard::resolveToken);
    }

    private static List<String> place(Protocol.Call call) {
        return List.of(call.baseUrl, call.credential("channel"));
    }

    private Account account(Protocol.Call call, boolean guest) {
        List<String> key = new ArrayList<>(place(call));
        if (!guest) {
            key.add(call.credential("token"));
        }
        return accounts.computeIfAbsent(key, place -> new Account(guest, place));
    }

    /** Returns the account of the last sign-in. */
    private Account account(Protocol.Call call) {
        return account(call, anonymous.computeIfAbsent(place(call),
                place -> Boolean.parseBoolean(Kept.text(Kept.name("who", place)))));
    }

    /** Keeps a new session and tells who was authorized. */
    private Map<String, Object> take(Protocol.Call call, Account account, Authorized who) {
        account.hold(who.session);
        anonymous.put(place(call), account.anonymous);
        Kept.put(Kept.name("who", place(call)), account.anonymous);
        Map<String, Object> values = Json.of("client_id", who.client.get("Id"), "name", who.client.get("Name"),
                "type", who.client.get("Type"));
        if (who.client.get("IntegrationId") != null) {
            values.put("integration_id", who.client.get("IntegrationId"));
        }
        return values;
    }

    private Map<String, Object> signIn(Protocol.Call call) throws Failure {
        Account account = account(call, false);
        synchronized (account) {
            return take(call, account, authorize(call));
        }
    }

    /** Takes up the session that it holds; if that is refused, or there is none, it signs up. */
    private Map<String, Object> signInAnonymously(Protocol.Call call) throws Failure {
        Account account = account(call, true);
        synchronized (account) {
            if (account.session != null) {
                Envelope answer = exchange(call, "/clients/auth", Json.of("Token", account.session), null, false);
                if (answer.ok || !answer.code.equals("unauthorized")) {
                    return take(call, account, read(answer));
                }
            }
            Map<String, Object> body = Json.of("Channel", call.credentials.get("channel"),
                    "Name", call.args.get("name"), "PersonalData", null);
            return take(call, account, read(exchange(call, "/clients/anonymous/signup", body, null, false)));
        }
    }

    /**
     * Asks for a session by the token of the external system, which is passed as it is. A token that is refused is not
     * sent again; a session that nobody got does no harm, so a lost answer is worth another request.
     */
    private Authorized authorize(Protocol.Call call) throws Failure {
        Map<String, Object> body = Json.of("Credentials", call.credentials.get("token"),
                "Channel", call.credentials.get("channel"));
        try {
            return read(exchange(call, "/clients/integration_auth", body, null, false));
        } catch (Failure failure) {
            if (!failure.gone) {
                throw failure;
            }
        }
        return read(exchange(call, "/clients/integration_auth", body, null, false));
    }

    /** Takes session and client from an answer; without both there is no authorization. */
    private static Authorized read(Envelope answer) throws Failure {
        if (!answer.ok) {
            throw answer.refusal();
        }
        Map<String, Object> result = Json.object(answer.result);
        Map<String, Object> client = Json.object(result.get("Client"));
        String token = Json.text(Json.object(result.get("Session")).get("Token"));
        if (client.isEmpty() || token.isEmpty()) {
            throw new Failure("bad_answer", "retry_later", "the answer has no client or no session", 5);
        }
        return new Authorized(token, client);
    }

    /**
     * Returns the account's session; a new one if it has none, or if it is still the one that was refused. Who was
     * refused with an older one just takes the new one. A guest is not made anew unasked: it would be another.
     */
    String session(Protocol.Call call, Account account, String refused) throws Failure {
        synchronized (account) {
            if (account.session != null && !account.session.equals(refused)) {
                return account.session;
            }
            if (account.anonymous) {
                throw new Failure("unauthorized", "reauthorize", "the anonymous session has ended");
            }
            account.hold(authorize(call).session);
            return account.session;
        }
    }

    /** The server knows by LocalId that a repeated message is the same. */
    private Map<String, Object> send(Protocol.Call call) throws Failure {
        long local = 1 + new Random().nextLong(1L << 52);
        Map<String, Object> body = Json.of("LocalId", local, "Payload", "text", "Text", call.args.get("text"),
                "ChatType", "regular");
        return Json.of("message_id", perform(call, "/chats/channel/send/" + channel(call), body).result);
    }

    private Map<String, Object> history(Protocol.Call call) throws Failure {
        List<Object> messages = new ArrayList<>();
        for (Object each : latest(call)) {
            Map<String, Object> message = Json.object(each);
            messages.add(Json.of("text", message.get("Text"), "author", message.get("Author")));
        }
        return Json.of("messages", messages);
    }

    List<Object> latest(Protocol.Call call) throws Failure {
        Map<String, Object> body = Json.of("ChatType", "regular", "Limit", 50);
        return Json.list(perform(call, "/chats/channel/messages/" + channel(call), body).result);
    }

    /** Opens the stream and follows it; a client that listens already does so on. */
    private Map<String, Object> listen(Protocol.Call call) throws Failure {
        Account account = account(call);
        if (!account.listening) {
            new IQStream(this, call, account).open();
            account.listening = true;
        }
        return null;
    }

    // From here on: one call on the wire.

    /** In a live session, renewed once if it is refused; the same once more if no answer came: it does no harm. */
    private Envelope perform(Protocol.Call call, String path, Object body) throws Failure {
        Account account = account(call);
        String session = session(call, account, null);
        boolean renewed = false;
        boolean repeated = false;
        while (true) {
            Envelope answer;
            try {
                answer = exchange(call, path, body, session, true);
            } catch (Failure failure) {
                if (!failure.gone || repeated) {
                    throw failure;
                }
                repeated = true;
                continue;
            }
            if (answer.ok) {
                return answer;
            }
            if (!answer.code.equals("unauthorized") || renewed) {
                throw answer.refusal();
            }
            renewed = true;
            session = session(call, account, session);
        }
    }

    static String channel(Protocol.Call call) {
        return Wire.segment(call.credential("channel"));
    }

    static String url(Protocol.Call call, String path) {
        return call.baseUrl + "/public/api/v1" + path;
    }

    /** Makes one request. A Failure that is gone may be tried again; harmless: by the caller, too. */
    Envelope exchange(Protocol.Call call, String path, Object body, String session, boolean harmless) throws Failure {
        Map<String, String> headers = new HashMap<>(
                Map.of("Accept", "application/json", "Content-Type", "application/json"));
        if (session != null) {
            headers.put("Authorization", "Client " + session);
        }
        Wire.Answer answer;
        try {
            answer = Wire.send("POST", url(call, path), headers, body);
        } catch (Wire.Unsent error) {
            throw new Failure("unreachable", "retry_later", error.getMessage(), 30);
        } catch (Wire.Lost error) {
            throw unknown(error.getMessage(), harmless, !error.silent);
        }
        String status = String.valueOf(answer.status());
        if (answer.status() == 429 || answer.status() >= 500 && harmless) {
            throw new Failure(status, "retry_later", "HTTP " + status, answer.retryAfter(30));
        }
        if (answer.status() != 200) { // something outside iQChannels failed
            throw new Failure(status, answer.status() >= 500 ? "unknown_outcome" : "fix_request", "HTTP " + status);
        }
        try {
            return new Envelope(answer.object());
        } catch (Json.Wrong error) {
            throw unknown("the answer cannot be read: " + error.getMessage(), harmless, harmless);
        }
    }

    private static Failure unknown(String text, boolean harmless, boolean gone) {
        return harmless ? new Failure("no_answer", "retry_later", text, 5, gone)
                : new Failure("no_answer", "unknown_outcome", text, null, gone);
    }
}
