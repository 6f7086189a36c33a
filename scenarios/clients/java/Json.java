import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * JSON without a library, which the JDK lacks. Objects are maps, lists are lists, numbers keep all their digits. A
 * client of your own has a library for this.
 */
final class Json {
    /** The text is not the JSON that was expected. */
    static final class Wrong extends Exception {
        private static final long serialVersionUID = 1;

        Wrong(String message) {
            super(message);
        }
    }

    private final String text;
    private int at;

    private Json(String text) {
        this.text = text;
    }

    /** Reads one value. */
    static Object read(byte[] body) throws Wrong {
        Json json;
        try {
            json = new Json(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString());
        } catch (CharacterCodingException e) {
            throw new Wrong("not UTF-8");
        }
        Object value = json.value();
        json.space();
        if (json.at < json.text.length()) {
            throw json.wrong("the end");
        }
        return value;
    }

    /** Reads an object. */
    static Map<String, Object> object(byte[] body) throws Wrong {
        if (read(body) instanceof Map<?, ?> object) {
            return object(object);
        }
        throw new Wrong("expected an object");
    }

    /** Returns a value as an object, an empty one if it is none. */
    static Map<String, Object> object(Object value) {
        Map<String, Object> object = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((name, member) -> object.put(name.toString(), member));
        }
        return object;
    }

    /** Returns a value as a list, an empty one if it is none. */
    static List<Object> list(Object value) {
        return value instanceof List<?> list ? new ArrayList<>(list) : new ArrayList<>();
    }

    /** Returns a value as text, "" for null. Ids may be numbers or texts. */
    static String text(Object value) {
        return value == null ? "" : value.toString();
    }

    /** Returns an object of names and values by turns. */
    static Map<String, Object> of(Object... members) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (int i = 0; i < members.length; i += 2) {
            object.put((String) members[i], members[i + 1]);
        }
        return object;
    }

    private Wrong wrong(String expected) {
        return new Wrong("expected " + expected + " at character " + at);
    }

    private void space() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private boolean take(char c) {
        space();
        boolean found = at < text.length() && text.charAt(at) == c;
        if (found) {
            at++;
        }
        return found;
    }

    private Object value() throws Wrong {
        if (take('{')) {
            return members();
        }
        if (take('[')) {
            List<Object> list = new ArrayList<>();
            if (take(']')) {
                return list;
            }
            do {
                list.add(value());
            } while (take(','));
            return closed(list, ']');
        }
        if (take('"')) {
            return string();
        }
        int end = at;
        while (end < text.length() && ",]} \t\r\n".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        String word = text.substring(at, end);
        Object value = switch (word) {
            case "true" -> true;
            case "false" -> false;
            case "null" -> null;
            default -> number(word);
        };
        at = end;
        return value;
    }

    private Object members() throws Wrong {
        Map<String, Object> object = new LinkedHashMap<>();
        if (take('}')) {
            return object;
        }
        do {
            if (!take('"')) {
                throw wrong("a name");
            }
            String name = string();
            if (!take(':')) {
                throw wrong("a colon");
            }
            object.put(name, value());
        } while (take(','));
        return closed(object, '}');
    }

    private Object closed(Object value, char end) throws Wrong {
        if (!take(end)) {
            throw wrong("a comma or " + end);
        }
        return value;
    }

    private Object number(String word) throws Wrong {
        if (word.matches("-?(0|[1-9][0-9]*)")) {
            return new BigInteger(word);
        }
        if (word.matches("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?")) {
            return new BigDecimal(word);
        }
        throw wrong("a value");
    }

    private String string() throws Wrong {
        StringBuilder out = new StringBuilder();
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '"') {
                return out.toString();
            }
            if (c < ' ') {
                throw wrong("no control character");
            }
            out.append(c == '\\' ? escaped() : c);
        }
        throw wrong("a quotation mark");
    }

    private char escaped() throws Wrong {
        char c = at < text.length() ? text.charAt(at++) : ' ';
        int plain = "\"\\/bfnrt".indexOf(c);
        if (plain >= 0) {
            return "\"\\/\b\f\n\r\t".charAt(plain);
        }
        if (c == 'u' && at + 4 <= text.length() && text.substring(at, at + 4).matches("[0-9a-fA-F]{4}")) {
            at += 4;
            return (char) Integer.parseInt(text.substring(at - 4, at), 16);
        }
        throw wrong("an escape");
    }

    /** Writes a value. What is not ASCII is escaped. */
    static String write(Object value) {
        StringBuilder out = new StringBuilder();
        write(value, out);
        return out.toString();
    }

    private static void write(Object value, StringBuilder out) {
        if (value instanceof Map<?, ?> object) {
            String before = "{";
            for (Map.Entry<?, ?> member : object.entrySet()) {
                out.append(before);
                quote(member.getKey().toString(), out);
                out.append(':');
                write(member.getValue(), out);
                before = ",";
            }
            out.append(object.isEmpty() ? "{}" : "}");
        } else if (value instanceof Iterable<?> list) {
            String before = "[";
            for (Object element : list) {
                out.append(before);
                write(element, out);
                before = ",";
            }
            out.append(before.equals("[") ? "[]" : "]");
        } else if (value instanceof String string) {
            quote(string, out);
        } else {
            out.append(value); // numbers, truths, null
        }
    }

    private static void quote(String string, StringBuilder out) {
        out.append('"');
        for (char c : string.toCharArray()) {
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ' || c > '~') {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }
}
