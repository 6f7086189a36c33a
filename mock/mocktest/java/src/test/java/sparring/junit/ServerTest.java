package sparring.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import sparring.junit.types.ClockMode;
import sparring.junit.types.ClockSetting;
import sparring.junit.types.WorldRequest;

/** The server: found, started, asked, ended. */
@ExtendWith(SparringExtension.class)
class ServerTest {
    private static void fails(String message, Executable call) {
        SparringException thrown = assertThrows(SparringException.class, call);
        assertTrue(thrown.getMessage().contains(message), thrown.getMessage());
    }

    @Test
    void worldsByHand(Server server) {
        WorldRequest request = new WorldRequest().seed(1L << 40).clock(new ClockSetting(ClockMode.FROZEN));
        World world = server.world(request);
        assertEquals(1L << 40, world.seed());
        try (World other = new Server(server.url() + "/", null).world()) {
            assertEquals(0, other.journal().size());
        }
        world.close();
        ControlException gone = assertThrows(ControlException.class, world::journal);
        assertEquals(404, gone.status());
        assertEquals("urn:sparring:problem:unknown-world", gone.type());
        assertTrue(gone.getMessage().startsWith(gone.detail()) && gone.getMessage().endsWith(gone.hint()));
    }

    @Test
    void aServerOfItsOwnEnds() {
        Server server = Server.start("--clock", "frozen");
        server.world().close();
        server.close();
        fails("no Sparring server answers at " + server.url(), server::world);
    }

    @Test
    void aFlagThatIsRefusedIsShown() {
        fails("--clock", () -> Server.start("--clock", "stopped"));
    }

    @Test
    void anAddressThatIsNone() {
        fails("local host is no URL of a Sparring server", () -> new Server("local host", null).world());
    }

    @Test
    void aPortThatIsTaken(Server server) {
        String address = server.url().replace("http://", "");
        fails(address + ": address already in use", () -> Server.start("--addr", address));
        fails("; give another port, or port 0 for a free one", () -> Server.start("--addr", address));
    }

    @Test
    void anotherServerThanSparring() throws IOException {
        for (String text : new String[] {"hello", "[]"}) {
            HttpServer other = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
            other.createContext("/", exchange -> {
                exchange.sendResponseHeaders(404, text.length());
                exchange.getResponseBody().write(text.getBytes(StandardCharsets.UTF_8));
                exchange.close();
            });
            other.start();
            String url = "http://127.0.0.1:" + other.getAddress().getPort();
            fails("SPARRING_SERVER is \"" + url + "\": another server than Sparring answers at " + url
                    + ": HTTP 404, \"" + text + "\"; unset it, and the kit starts a server",
                    () -> Server.running(url, null));
            other.stop(0);
        }
    }

    @Test
    void aProgramThatIsNoneOfSparring(@TempDir Path folder) throws IOException {
        Path program = folder.resolve("program");
        Files.writeString(program, "#!/bin/sh\necho no such command; exit 3\n");
        assertTrue(program.toFile().setExecutable(true));
        fails(program + " serve ended with 3 (SPARRING_BIN chooses another program): no such command",
                () -> Server.start(Map.of("SPARRING_BIN", program.toString())));
        Files.writeString(program, "#!/nowhere\n");
        fails(program + " cannot be started: ", () -> Server.start(Map.of("SPARRING_BIN", program.toString())));
    }

    @Test
    void aBinaryThatIsNotThere() {
        fails("SPARRING_BIN is \"/nowhere/sparring\", and no program is there",
                () -> Server.findBinary(Map.of("SPARRING_BIN", "/nowhere/sparring")));
        fails("there is no program sparring on PATH: install it", () -> Server.findBinary(Map.of("PATH", "/nowhere")));
    }

    @Test
    void aServerOfTheEnvironment(Server server) {
        assertEquals(server.url(), Server.running(server.url(), null).url());
        fails("SPARRING_SERVER is \"http://127.0.0.1:1\": no Sparring server answers at http://127.0.0.1:1: ",
                () -> Server.running("http://127.0.0.1:1", null));
    }

    @Test
    void aVersionThatDoesNotFit() {
        fails("the server is Sparring 7.1.0, this kit fits 0.1.x", () -> Server.checkVersion("7.1.0"));
        fails("the server is Sparring 0.10.0, this kit fits 0.1.x", () -> Server.checkVersion("0.10.0"));
        Server.checkVersion("0.1.3-snapshot.1a2b3c4");
        Server.checkVersion("dev");
    }
}
