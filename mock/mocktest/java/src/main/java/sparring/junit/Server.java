package sparring.junit;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import sparring.junit.types.WorldRequest;

/** A running server: {@link #start} starts one, the constructor takes one that runs already. */
public final class Server implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(20); // until it listens
    private static final Duration END = Duration.ofSeconds(10); // until it has ended
    private static final String KIT = "0.1"; // the versions of Sparring that this kit fits

    private final Control control;
    private final Process process; // null if it was not started here
    private final Path folder;

    /** Takes a server that runs already. The token is that of its control API, or null. */
    public Server(String url, String token) {
        this(url, token, null, null);
    }

    private Server(String url, String token, Process process, Path folder) {
        this.control = new Control(url, token);
        this.process = process;
        this.folder = folder;
    }

    /** Returns the server at SPARRING_SERVER (with SPARRING_CONTROL_TOKEN), or starts one if that is not set. */
    public static Server ofEnvironment() {
        String running = System.getenv("SPARRING_SERVER");
        if (running == null || running.isEmpty()) {
            return start();
        }
        return running(running, System.getenv("SPARRING_CONTROL_TOKEN"));
    }

    static Server running(String url, String token) {
        Server server = new Server(url, token);
        try {
            server.checkVersion();
        } catch (SparringException e) {
            throw new SparringException("SPARRING_SERVER is \"" + url + "\": " + e.getMessage()
                    + "; unset it, and the kit starts a server", e);
        }
        return server;
    }

    /** Starts a server on a free port of this machine. flags are those of {@code sparring serve}. */
    public static Server start(String... flags) {
        return start(System.getenv(), flags);
    }

    static Server start(Map<String, String> environment, String... flags) {
        Path folder = temporary();
        Path ready = folder.resolve("ready.json");
        Path log = folder.resolve("serve.log");
        Process process = null;
        try {
            List<String> command = new ArrayList<>(List.of(findBinary(environment).toString(), "serve",
                    "--addr", "127.0.0.1:0", "--ready-file", ready.toString(), "--until-eof"));
            command.addAll(List.of(flags));
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true).redirectOutput(log.toFile());
            // What watch or a shell says to a client is not meant for this server.
            builder.environment().keySet().removeIf(name -> name.startsWith("SPARRING_"));
            process = run(builder);
            Process started = process; // its stdin ends with this process, even if that is killed
            Runtime.getRuntime().addShutdownHook(new Thread(() -> end(started, folder)));
            JsonNode addresses = await(process, command.get(0), ready, log);
            Server server = new Server(addresses.path("url").asText(), null, process, folder);
            server.checkVersion();
            return server;
        } catch (IOException e) {
            end(process, folder);
            throw new SparringException("sparring serve: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            end(process, folder);
            throw e;
        }
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("sparring-");
        } catch (IOException e) {
            throw new SparringException("there is no folder for temporary files: " + e.getMessage(), e);
        }
    }

    private static Process run(ProcessBuilder builder) {
        try {
            return builder.start();
        } catch (IOException e) {
            throw new SparringException(builder.command().get(0) + " cannot be started: " + e.getMessage()
                    + "; set SPARRING_BIN to a sparring binary for this system", e);
        }
    }

    private static JsonNode await(Process process, String program, Path ready, Path log) throws IOException {
        long began = System.nanoTime();
        while (!Files.exists(ready)) {
            if (!process.isAlive()) {
                throw new SparringException(program + " serve ended with " + process.exitValue()
                        + " (SPARRING_BIN chooses another program): " + last(log));
            }
            if (System.nanoTime() - began > START.toNanos()) {
                throw new SparringException(
                        program + " serve did not listen within " + START.toSeconds() + " s: " + last(log));
            }
            pause(process);
        }
        return Control.JSON.readTree(ready.toFile());
    }

    private static void pause(Process process) {
        try {
            process.waitFor(20, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SparringException("interrupted while the server started", e);
        }
    }

    private static String last(Path log) throws IOException {
        String text = new String(Files.readAllBytes(log), StandardCharsets.UTF_8).strip();
        return text.isEmpty() ? "it printed nothing" : text.substring(Math.max(0, text.length() - 2000));
    }

    /** Returns the path of the program: SPARRING_BIN of the environment, or sparring on its PATH. */
    static Path findBinary(Map<String, String> environment) {
        String named = environment.getOrDefault("SPARRING_BIN", "");
        if (!named.isEmpty()) {
            if (executable(Path.of(named))) {
                return Path.of(named);
            }
            throw new SparringException("SPARRING_BIN is \"" + named + "\", and no program is there: "
                    + "set it to the path of the sparring binary, or unset it to search PATH");
        }
        String ending = File.separatorChar == '\\' ? ".exe" : "";
        for (String folder : environment.getOrDefault("PATH", "").split(File.pathSeparator)) {
            Path program = Path.of(folder, "sparring" + ending);
            if (!folder.isEmpty() && executable(program)) {
                return program;
            }
        }
        throw new SparringException("there is no program sparring on PATH: install it (go install ./cmd/sparring), "
                + "and add the folder that go env GOPATH names, then bin, to PATH, "
                + "or set SPARRING_BIN to the path of the binary");
    }

    private static boolean executable(Path program) {
        return Files.isRegularFile(program) && Files.isExecutable(program);
    }

    private void checkVersion() {
        checkVersion(control.call("GET", "/health", null).path("version").asText());
    }

    /** Refuses a server that this kit does not fit. A build without a version fits. */
    static void checkVersion(String version) {
        boolean numbered = !version.isEmpty() && Character.isDigit(version.charAt(0));
        if (numbered && !version.equals(KIT) && !version.startsWith(KIT + ".")) {
            throw new SparringException("the server is Sparring " + version + ", this kit fits " + KIT + ".x: "
                    + "install the kit and the binary of one version, or set SPARRING_BIN to a binary that fits");
        }
    }

    /** Returns the address of the server. */
    public String url() {
        return control.base;
    }

    /** Makes a world. Close it in the end. */
    public World world() {
        return world(Map.of());
    }

    /** Makes a world by a request of the control API. */
    public World world(WorldRequest request) {
        return world((Object) request);
    }

    World world(Object request) {
        return new World(control, control.call("POST", "/worlds", request));
    }

    /** Ends the server if it was started here. */
    @Override
    public void close() {
        if (process != null) {
            end(process, folder);
        }
    }

    private static void end(Process process, Path folder) {
        if (process != null) {
            process.destroy();
            try {
                if (!process.waitFor(END.toMillis(), TimeUnit.MILLISECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException e) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
        for (String name : new String[] {"ready.json", "serve.log", ""}) {
            File file = folder.resolve(name).toFile();
            if (file.exists() && !file.delete()) {
                file.deleteOnExit();
            }
        }
    }
}
