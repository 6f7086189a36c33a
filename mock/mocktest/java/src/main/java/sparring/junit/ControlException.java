package sparring.junit;

import com.fasterxml.jackson.databind.JsonNode;

/** The server refused a call: type, title, detail and hint are those of RFC 9457, or empty. */
public final class ControlException extends SparringException {
    private static final long serialVersionUID = 1;

    private final int status;
    private final String type;
    private final String title;
    private final String detail;
    private final String hint;

    ControlException(int status, JsonNode problem) {
        super(message(status, problem));
        this.status = status;
        this.type = problem.path("type").asText();
        this.title = problem.path("title").asText();
        this.detail = problem.path("detail").asText();
        this.hint = problem.path("hint").asText();
    }

    private static String message(int status, JsonNode problem) {
        for (String member : new String[] {"detail", "title"}) {
            if (!problem.path(member).asText().isEmpty()) {
                String hint = problem.path("hint").asText();
                return problem.get(member).asText() + (hint.isEmpty() ? "" : "; " + hint);
            }
        }
        return "HTTP " + status;
    }

    /** Returns the HTTP status of the refusal. */
    public int status() {
        return status;
    }

    /** Returns the type of the problem, a URN. */
    public String type() {
        return type;
    }

    /** Returns the title of its type. */
    public String title() {
        return title;
    }

    /** Returns what is wrong with this call. */
    public String detail() {
        return detail;
    }

    /** Returns what to do. */
    public String hint() {
        return hint;
    }
}
