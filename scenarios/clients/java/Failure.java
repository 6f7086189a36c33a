import java.util.Map;

/** What a caller gets instead of values. */
final class Failure extends Exception {
    private static final long serialVersionUID = 1;

    final String code;
    final String advice;
    final Number after; // seconds, or null
    final boolean gone; // no whole answer came, so another attempt may find out

    Failure(String code, String advice, String message) {
        this(code, advice, message, null, false);
    }

    Failure(String code, String advice, String message, Number after) {
        this(code, advice, message, after, false);
    }

    Failure(String code, String advice, String message, Number after, boolean gone) {
        super(message);
        this.code = code;
        this.advice = advice;
        this.after = after;
        this.gone = gone;
    }

    Map<String, Object> result() {
        Map<String, Object> error = Json.of("code", code, "message", getMessage(), "advice", advice);
        if (after != null) {
            error.put("retry_after_s", after);
        }
        return Json.of("ok", false, "error", error);
    }
}
