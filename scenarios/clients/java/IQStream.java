import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The stream of events of iQChannels: opened behind the last event seen, and opened again whenever it ends. */
final class IQStream {
    private static final long FIRST_PAUSE = 50; // milliseconds; the vendor's own clients begin at a second
    private static final long LONGEST_PAUSE = 30_000;
    private static final Set<String> FINAL = Set.of("forbidden", "not_found", "invalid", "bad_request");

    private final IQChannels chat;
    private final Protocol.Call call;
    private final IQChannels.Account account;
    private final Set<Long> seen = new HashSet<>();
    private String session;
    private long last; // greatest event id, by which the stream is resumed
    private long pause = FIRST_PAUSE;
    private boolean renewed; // since the last event

    IQStream(IQChannels chat, Protocol.Call call, IQChannels.Account account) {
        this.chat = chat;
        this.call = call;
        this.account = account;
    }

    /** The last event of the history is where the stream begins: nothing falls between the two. */
    void open() throws Failure {
        for (Object message : chat.latest(call)) {
            last = Math.max(last, number(Json.object(message).get("EventId")));
        }
        session = chat.session(call, account, null);
        Wire stream;
        try {
            stream = connect();
        } catch (Failure failure) {
            if (!failure.code.equals("no_answer")) {
                throw failure;
            }
            stream = connect();
        }
        Wire opened = stream;
        Thread thread = new Thread(() -> follow(opened));
        thread.setDaemon(true);
        thread.start();
    }

    private static long number(Object id) {
        return id instanceof Number number ? number.longValue() : 0;
    }

    private Wire connect() throws Failure {
        String path = "/sse/chats/channel/events/" + IQChannels.channel(call) + "?ChatType=regular&LastEventId=" + last;
        Wire wire;
        try {
            wire = Wire.open("GET", IQChannels.url(call, path),
                    Map.of("Accept", "text/event-stream", "Authorization", "Client " + session), null);
        } catch (Wire.Unsent | Wire.Lost error) {
            throw new Failure("no_answer", "retry_later", error.getMessage(), 1);
        }
        String kind = wire.headers.getOrDefault("Content-Type", "");
        if (wire.status == 200 && kind.startsWith("text/event-stream")) {
            wire.patient(); // a stream may be silent
            return wire;
        }
        wire.close();
        if (wire.status == 200) {
            throw new Failure("no_answer", "retry_later", "expected a stream, got " + kind, 1);
        }
        throw new Failure(String.valueOf(wire.status), "retry_later", "HTTP " + wire.status, 5);
    }

    private void follow(Wire first) {
        Wire stream = first;
        try {
            while (true) {
                String code = stream == null ? null : events(stream);
                String end = code == null ? null : afterRefusal(code);
                if (end != null) {
                    account.listening = false;
                    call.received("disconnected", end);
                    return;
                }
                Thread.sleep(pause);
                pause = Math.min(2 * pause, LONGEST_PAUSE);
                try {
                    stream = connect();
                } catch (Failure failure) {
                    stream = null; // tried again
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What OK false on a stream means: an end (its code), or another attempt, with a new session if that helps. */
    private String afterRefusal(String code) {
        if (!code.equals("unauthorized")) {
            return FINAL.contains(code) ? code : null;
        }
        if (renewed) {
            return code;
        }
        try {
            session = chat.session(call, account, session);
            renewed = true;
            return null;
        } catch (Failure failure) {
            return failure.advice.equals("retry_later") ? null : failure.code;
        }
    }

    /** Reads server-sent events until the stream ends; returns the code of a refusal. */
    private String events(Wire stream) {
        List<String> data = new ArrayList<>();
        try (stream; BufferedReader lines = new BufferedReader(
                new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("data:")) {
                    data.add(line.substring(line.startsWith("data: ") ? 6 : 5));
                } else if (line.isEmpty() && !data.isEmpty()) { // else comments, other fields, blank lines
                    byte[] text = String.join("\n", data).getBytes(StandardCharsets.UTF_8);
                    IQChannels.Envelope event = new IQChannels.Envelope(Json.object(text));
                    data.clear();
                    stream.more();
                    if (!event.ok) {
                        return event.code;
                    }
                    pause = FIRST_PAUSE;
                    renewed = false;
                    deliver(event);
                }
            }
        } catch (IOException | Json.Wrong e) {
            // nothing that can be read comes any more: open it again
        }
        return null;
    }

    /** Tells the caller of every message of an operator that it has not been told of. */
    private void deliver(IQChannels.Envelope event) {
        Map<Object, Map<String, Object>> messages = new HashMap<>();
        for (Object message : Json.list(event.rels.get("ChatMessages"))) {
            messages.put(Json.object(message).get("Id"), Json.object(message));
        }
        for (Object each : Json.list(event.result)) {
            Map<String, Object> one = Json.object(each);
            long id = number(one.get("Id"));
            if (id != 0 && !seen.add(id)) {
                continue;
            }
            last = Math.max(last, id);
            Map<String, Object> message = messages.get(one.get("MessageId"));
            if (!"message_created".equals(one.get("Type")) || "client".equals(one.get("Actor")) || message == null) {
                continue; // typing, marks, its own messages, what is new
            }
            try {
                chat.exchange(call, "/chats/messages/received", List.of(message.get("Id")), session, false);
            } catch (Failure failure) {
                // a mark that was not set does no harm
            }
            call.received("message", message.get("Text"));
        }
    }
}
