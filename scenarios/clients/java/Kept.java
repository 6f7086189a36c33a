import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What outlives the process: JSON values by name in a file. A process that has no folder keeps nothing. */
final class Kept {
    private static final String FOLDER = System.getenv("SPARRING_FOLDER"); // only if a scenario starts the client again
    private static final Map<String, Object> VALUES = load();

    private Kept() {
    }

    private static Map<String, Object> load() {
        try {
            return FOLDER == null || !Files.exists(file())
                    ? new LinkedHashMap<>() : Json.object(Files.readAllBytes(file()));
        } catch (IOException | Json.Wrong e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path file() {
        return Path.of(FOLDER, "kept.json");
    }

    /** Names a value by parts of which some are secret: they cannot be read back. */
    static String name(String kind, List<String> parts) {
        try {
            byte[] text = (kind + "\0" + String.join("\0", parts)).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    /** Returns a value, null if there is none. */
    static synchronized Object get(String name) {
        return VALUES.get(name);
    }

    /** Returns a value as text, null if there is none. */
    static String text(String name) {
        Object value = get(name);
        return value == null ? null : value.toString();
    }

    static synchronized void put(String name, Object value) {
        if (FOLDER == null) {
            return;
        }
        VALUES.put(name, value);
        Path fresh = Path.of(FOLDER, "kept.json.new");
        try { // a process that ends in the middle leaves the old file whole
            Files.writeString(fresh, Json.write(VALUES));
            Files.move(fresh, file(), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
