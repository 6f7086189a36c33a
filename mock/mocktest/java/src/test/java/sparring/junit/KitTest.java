package sparring.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sparring.junit.types.Entry;
import sparring.junit.types.Fault;
import sparring.junit.types.FaultRequest;
import sparring.junit.types.FaultStatus;
import sparring.junit.types.Match;

/** A world as a test's author meets it. */
@ExtendWith(SparringExtension.class)
@WorldOptions(seed = 5)
class KitTest {
    private static final Set<String> SEEN = ConcurrentHashMap.newKeySet();
    private Bonder client;

    @BeforeEach
    void client(World world) {
        client = new Bonder(world.url("bonder"), world.credentials("bonder"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void eachTestHasAWorldOfItsOwn(int run, World world) throws Exception {
        assertTrue(client.login().path("success").asBoolean(), "run " + run);
        List<Entry> journal = world.journal();
        assertEquals(List.of("authorize"), journal.stream().map(Entry::getOperation).toList());
        assertTrue(SEEN.add(world.id()));
        assertEquals(5, world.seed());
    }

    @Test
    void aCode(World world) throws Exception {
        FaultRule rule = world.fault("bonder", "authorize", "DATABASE_ERROR");
        assertEquals("DATABASE_ERROR", client.login().path("errors").path(0).asText());
        assertEquals(1, rule.hits());
        assertEquals(0, rule.remaining().orElseThrow());
        assertTrue(client.login().path("success").asBoolean());
    }

    @Test
    void anotherKindAfterARequest(World world) throws Exception {
        world.fault("bonder", "authorize",
                Map.of("kind", "status", "status", 503, "body", Map.of(), "after", 1, "times", 2));
        assertTrue(client.login().path("success").asBoolean());
        for (int i = 0; i < 2; i++) {
            assertEquals(503, client.send("/auth", client.body()).status());
        }
        assertEquals(3, world.journal(Map.of("operation", "authorize")).size());
    }

    @Test
    void aTypedRuleThatIsRemoved(World world) throws Exception {
        FaultStatus status = new FaultStatus().kind(FaultStatus.KindEnum.STATUS).status(503);
        FaultRule rule = world.fault(new FaultRequest().match(new Match().api("bonder").operation("authorize"))
                .times(0).fault(new Fault(status)));
        assertEquals(503, client.send("/auth", client.body()).status());
        assertTrue(rule.remaining().isEmpty());
        rule.remove();
        assertTrue(client.login().path("success").asBoolean());
    }

    @Test
    void eventsAndTheOutbox(World world) throws Exception {
        world.event("bonder", "maintenance.started", Map.of("service", "api"));
        assertEquals("API_SERVICE_OFFLINE_ERROR", client.login().path("errors").path(0).asText());
        world.event("bonder", "maintenance.ended");
        assertTrue(client.login().path("success").asBoolean());
        assertEquals(List.of(), world.outbox());
    }

    @Test
    void plantedFacts(World world) throws Exception {
        JsonNode facts = world.state("bonder");
        client.login();
        assertNotEquals(facts, world.state("bonder"));
        world.plant("bonder", facts);
        assertEquals(facts, world.state("bonder"));
    }

    @Test
    @WorldOptions(at = "2030-01-01T00:00:00Z", clock = "frozen")
    void theClock(World world) {
        assertEquals("2030-01-01T01:00Z", world.advance("1h").toString());
        assertEquals("2030-01-01T01:01:30Z", world.advance(Duration.ofSeconds(90)).toString());
    }

    @Test
    @WorldOptions(switches = {"bonder.createByPut=users", "timconnect.kittenRateLimit=3"})
    void switches(Server server, World world) {
        assertNotEquals(5, world.seed()); // the options of the test count alone
        JsonNode switches = new Control(server.url(), null).call("GET", "/worlds/" + world.id(), null).path("switches");
        assertEquals("users", switches.path("bonder").path("createByPut").asText());
        assertEquals(3, switches.path("timconnect").path("kittenRateLimit").asInt());
    }

    @Nested
    class Inside {
        @Test
        void theOptionsOfTheClassAroundCount(World world) {
            assertEquals(5, world.seed());
        }
    }

    @Test
    void aWrongCallNamesWhatIsRight(World world) {
        for (Map.Entry<String, Runnable> wrong : Map.<String, Runnable>of(
                "there is no API \"bonde\"; there are bonder, ", () -> world.url("bonde"),
                "saveCard", () -> world.fault("bonder", "savCard", "DATABASE_ERROR"),
                "NO_SUCH", () -> world.fault("bonder", "saveCard", "NO_SUCH"),
                "telegram", () -> world.event("radist", "telegram.scanned"),
                "-1h", () -> world.advance("-1h")).entrySet()) {
            SparringException thrown = assertThrows(SparringException.class, wrong.getValue()::run);
            assertTrue(thrown.getMessage().contains(wrong.getKey()), thrown.getMessage());
        }
    }
}
