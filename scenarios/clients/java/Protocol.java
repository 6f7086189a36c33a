import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The driver protocol: one JSON object a line on stdin and stdout (scenarios/driver/PROTOCOL.md). Calls are answered
 * each in a thread of its own, until stdin ends. Nothing here is about an API.
 */
final class Protocol {
    /** An ability: returns the values of a success, or null, or throws a Failure. */
    interface Ability {
        Map<String, Object> act(Call call) throws Exception;
    }

    private final String name;
    private final String version;
    private final Map<String, Ability> abilities;
    private boolean keeps;
    private boolean patience;
    private final Map<Object, BlockingQueue<String>> waiting = new ConcurrentHashMap<>();
    private final FileOutputStream out = new FileOutputStream(FileDescriptor.out);

    Protocol(String name, String version, Map<String, Ability> abilities) {
        this.name = name;
        this.version = version;
        this.abilities = new TreeMap<>(abilities);
        System.setOut(System.err); // what a client prints is a log
    }

    /** Says that a new process goes on with what this one has written to the folder SPARRING_FOLDER (Kept.java). */
    Protocol keeping() {
        keeps = true;
        return this;
    }

    /** Says that an answer is waited for as long as the variable SPARRING_PATIENCE says (Wire.java). */
    Protocol timed() {
        patience = true;
        return this;
    }

    /** One call of an ability, and the way to its user. */
    final class Call {
        final Object id;
        final String baseUrl;
        final Map<String, Object> credentials;
        final Map<String, Object> args;

        private Call(Map<String, Object> message) {
            Map<String, Object> params = Json.object(message.get("params"));
            this.id = message.get("id");
            this.baseUrl = Json.text(params.get("base_url")).replaceFirst("/+$", "");
            this.credentials = Json.object(params.get("credentials"));
            this.args = Json.object(params.get("args"));
        }

        /** Returns a credential, "" if there is none of this name. */
        String credential(String name) {
            return Json.text(credentials.get(name));
        }

        /** Returns an argument as text, "" if it was not given. */
        String arg(String name) {
            return Json.text(args.get(name));
        }

        void show(String what, Object value) {
            send("show", Json.of("call", id, "what", what, "value", value));
        }

        void received(String what, Object value) {
            send("received", Json.of("what", what, "value", value));
        }

        /** Asks the user and waits: the answer comes as the call API.answer. */
        String ask(String what) throws InterruptedException {
            BlockingQueue<String> answer = new LinkedBlockingQueue<>();
            waiting.put(id, answer);
            send("ask", Json.of("call", id, "what", what));
            return answer.take();
        }

        private void send(String method, Map<String, Object> params) {
            write(Json.of("jsonrpc", "2.0", "method", method, "params", params));
        }
    }

    private void write(Map<String, Object> message) {
        byte[] line = (Json.write(message) + "\n").getBytes(StandardCharsets.UTF_8);
        synchronized (out) { // lines of overlapping calls do not mix
            try {
                out.write(line);
            } catch (IOException e) {
                Runtime.getRuntime().halt(1); // nobody listens any more
            }
        }
    }

    void serve() throws Exception {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (!line.isBlank()) {
                Map<String, Object> message = Json.object(line.getBytes(StandardCharsets.UTF_8));
                Thread thread = new Thread(() -> answer(message));
                thread.setDaemon(true);
                thread.start();
            }
        }
        synchronized (out) { // no line is cut in the middle
            Runtime.getRuntime().halt(0); // end of stdin means stop, whatever still waits for an answer
        }
    }

    private void answer(Map<String, Object> message) {
        Map<String, Object> reply = Json.of("jsonrpc", "2.0", "id", message.get("id"));
        String method = Json.text(message.get("method"));
        try {
            if (method.equals("hello")) {
                reply.put("result", Json.of("name", name, "version", version, "abilities", abilities.keySet(),
                        "keeps", keeps, "patience", patience));
            } else if (method.endsWith(".answer")) {
                reply.put("result", tell(Json.object(message.get("params"))));
            } else if (!abilities.containsKey(method)) {
                reply.put("error", Json.of("code", -32601, "message", "no such ability"));
            } else {
                Map<String, Object> values = abilities.get(method).act(new Call(message));
                reply.put("result", Json.of("ok", true, "values", values == null ? Json.of() : values));
            }
        } catch (Failure failure) {
            reply.put("result", failure.result());
        } catch (Exception mistake) { // ours: the log says where
            mistake.printStackTrace();
            reply.put("error", Json.of("code", -32603, "message", mistake.toString()));
        }
        write(reply);
    }

    /** Hands the user's answer to the call that waits for it. */
    private Map<String, Object> tell(Map<String, Object> params) throws Failure {
        BlockingQueue<String> answer = waiting.remove(params.get("call"));
        if (answer == null) {
            throw new Failure("bad_argument", "fix_request",
                    "the call " + params.get("call") + " has asked for nothing");
        }
        answer.add(Json.text(params.get("value")));
        return Json.of("ok", true);
    }
}
