import java.util.Map;
import java.util.StringJoiner;

/** One operation: what it needs to be sent, and sent again. */
record TIMRequest(String method, String path, String query, Object body, boolean harmless, boolean open) {
    /** Makes a request that must not be sent again when its answer is lost. */
    static TIMRequest once(String method, String path, Object body) {
        return new TIMRequest(method, path, "", body, false, false);
    }

    /** Makes a request that does no harm when it is sent again. */
    static TIMRequest harmless(String method, String path, Object body) {
        return new TIMRequest(method, path, "", body, true, false);
    }

    /** Makes a request that needs no session. */
    static TIMRequest open(String path, Object body) {
        return new TIMRequest("POST", path, "", body, false, true);
    }

    TIMRequest with(Map<String, Object> parameters) {
        StringJoiner query = new StringJoiner("&", "?", "").setEmptyValue("");
        parameters.forEach((name, value) -> query.add(name + "=" + Wire.segment(value)));
        return new TIMRequest(method, path, query.toString(), body, harmless, open);
    }
}
