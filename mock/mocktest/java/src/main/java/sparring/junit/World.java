package sparring.junit;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.opentest4j.AssertionFailedError;
import sparring.junit.types.Entry;
import sparring.junit.types.FaultRequest;
import sparring.junit.types.Finding;
import sparring.junit.types.OutboxMessage;

/** An isolated set of the four fakes, with a clock, faults and a journal of its own. */
public final class World implements AutoCloseable {
    private final Control control;
    private final JsonNode made;
    private final Map<String, String> urls;
    private final Set<String> allowed = ConcurrentHashMap.newKeySet();

    World(Control control, JsonNode made) {
        this.control = control;
        this.made = made;
        this.urls = texts(made.path("urls"));
    }

    private static Map<String, String> texts(JsonNode object) {
        Map<String, String> texts = new TreeMap<>();
        object.fields().forEachRemaining(member -> texts.put(member.getKey(), member.getValue().asText()));
        return Collections.unmodifiableMap(texts);
    }

    JsonNode call(String method, String path, Object body) {
        return control.call(method, "/worlds/" + id() + path, body);
    }

    private String api(String api) {
        if (!urls.containsKey(api)) {
            throw new SparringException(
                    "there is no API \"" + api + "\"; there are " + String.join(", ", urls.keySet()));
        }
        return api;
    }

    /** Returns the id, which messages and {@code sparring journal --world} take. */
    public String id() {
        return made.path("id").asText();
    }

    /** Returns the seed, which makes the world's chance the same again. */
    public long seed() {
        return made.path("seed").asLong();
    }

    /** Returns the base URL that a client of the API is configured with. */
    public String url(String api) {
        return urls.get(api(api));
    }

    /** Returns what the client's user would have: username and password, or an API key, as the API has them. */
    public Map<String, String> credentials(String api) {
        return texts(made.path("credentials").path(api(api)));
    }

    /** Lets the API refuse the next request of an operation with the vendor's code. */
    public FaultRule fault(String api, String operation, String code) {
        return fault(api, operation, Map.of("kind", "error", "code", code));
    }

    /**
     * Breaks an operation by another kind of fault, as {@code sparring fault} has them:
     * {@code Map.of("kind", "delay", "duration", "2s")}. "times" (1; 0 is for ever), "after" (0 requests pass first) and
     * "match" are those of the rule.
     */
    public FaultRule fault(String api, String operation, Map<String, ?> what) {
        Map<String, Object> fault = new HashMap<>(what);
        Map<String, Object> match = new HashMap<>(Map.of("api", api(api), "operation", operation));
        if (fault.remove("match") instanceof Map<?, ?> more) {
            more.forEach((name, value) -> match.put(name.toString(), value));
        }
        Map<String, Object> rule = new HashMap<>(Map.of("match", match));
        for (String name : new String[] {"times", "after"}) {
            if (fault.containsKey(name)) {
                rule.put(name, fault.remove(name));
            }
        }
        rule.put("fault", fault);
        return new FaultRule(this, call("POST", "/faults", rule).path("id").asText());
    }

    /** Makes any fault rule, in types that the compiler checks. */
    public FaultRule fault(FaultRequest rule) {
        return new FaultRule(this, call("POST", "/faults", rule).path("id").asText());
    }

    /** Moves world time on; all that is due happens before this returns. Returns the new world time. */
    public OffsetDateTime advance(Duration duration) {
        return advance(duration.toMillis() + "ms");
    }

    /** Moves world time on by a duration such as "1h" or "90s". */
    public OffsetDateTime advance(String duration) {
        return OffsetDateTime.parse(call("PATCH", "/clock", Map.of("advance", duration)).path("now").asText());
    }

    /** Lets something happen outside HTTP, such as a scanned QR code, and returns its result. */
    public JsonNode event(String api, String name) {
        return event(api, name, Map.of());
    }

    /** Lets something happen outside HTTP, with arguments, and returns its result. */
    public JsonNode event(String api, String name, Map<String, ?> args) {
        return call("POST", "/events", Map.of("api", api(api), "event", name, "args", args)).path("result");
    }

    /** Returns the facts of one API. */
    public JsonNode state(String api) {
        return call("GET", "/state/" + api(api), null);
    }

    /** Replaces the facts of one API, all or nothing. */
    public void plant(String api, Object facts) {
        call("PUT", "/state/" + api(api), facts);
    }

    /** Returns the entries so far, findings included. */
    public List<Entry> journal() {
        return journal(Map.of());
    }

    /** Returns entries by filters: api, operation, kind, since, limit. */
    public List<Entry> journal(Map<String, ?> filters) {
        String query = filters.entrySet().stream()
                .map(f -> Control.escape(f.getKey()) + "=" + Control.escape(f.getValue().toString()))
                .collect(Collectors.joining("&"));
        return list(call("GET", "/journal" + (query.isEmpty() ? "" : "?" + query), null).path("entries"), Entry.class);
    }

    /** Returns the text messages and pushes that the fakes have sent. */
    public List<OutboxMessage> outbox() {
        return list(call("GET", "/outbox", null).path("messages"), OutboxMessage.class);
    }

    private static <T> List<T> list(JsonNode values, Class<T> type) {
        List<T> list = new ArrayList<>();
        values.forEach(value -> list.add(Control.JSON.convertValue(value, type)));
        return list;
    }

    /**
     * Says that this test expects findings of these codes: they do not fail it. "unmatched" is any request that fits no
     * operation.
     */
    public void allow(String... codes) {
        allowed.addAll(List.of(codes));
    }

    /** Returns what is wrong so far, a line each: violations, defects and requests that fit no operation. */
    public List<String> findings() {
        List<String> lines = new ArrayList<>();
        for (Entry entry : journal()) {
            String request = entry.getOperation() == null
                    ? entry.getMethod() + " " + entry.getPath()
                    : entry.getApi() + "." + entry.getOperation();
            String place = "entry " + entry.getSeq() + " " + request + ": ";
            if (Boolean.TRUE.equals(entry.getUnmatched()) && !allowed.contains("unmatched")) {
                String hint = entry.getHint() == null ? "" : "; the nearest is " + entry.getHint();
                lines.add(place + "the request fits no operation" + hint);
            }
            for (Finding f : entry.getFindings() == null ? List.<Finding>of() : entry.getFindings()) {
                if (!allowed.contains(f.getCode())) {
                    lines.add(place + text(f));
                }
            }
        }
        return lines;
    }

    private static String text(Finding f) {
        String where = f.getPointer().isEmpty() ? "" : " at " + f.getPointer();
        String facts = f.getExpected().isEmpty() && f.getActual().isEmpty()
                ? "" : "expected " + orNothing(f.getExpected()) + ", got " + orNothing(f.getActual()) + "; ";
        String source = f.getSource() == null ? "" : ", " + f.getSource();
        return f.getKind() + " by " + f.getBy() + ": " + f.getCode() + where + ": " + f.getMessage()
                + " (" + facts + f.getProvenance() + source + ")";
    }

    private static String orNothing(String text) {
        return text.isEmpty() ? "nothing" : text;
    }

    /** Throws an error that lists the findings, and the fault rules that never fired. The extension calls it. */
    public void check() {
        List<String> lines = findings();
        for (JsonNode rule : call("GET", "/faults", null).path("faults")) {
            if (rule.path("hits").asLong() == 0) {
                lines.add("the fault rule " + rule.path("id").asText() + " never fired: no such request was made");
            }
        }
        if (!lines.isEmpty()) {
            lines.add(0, "Sparring found in world " + id() + " (seed " + seed() + "):");
            throw new AssertionFailedError(String.join("\n  ", lines));
        }
    }

    /** Ends the world: its streams, held requests and its journal. */
    @Override
    public void close() {
        call("DELETE", "", null);
    }
}
