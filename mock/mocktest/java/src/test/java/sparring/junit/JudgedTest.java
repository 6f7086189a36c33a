package sparring.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

/** What fails a test, seen from outside: test classes run inside a test. */
class JudgedTest {
    private static EngineExecutionResults run(Class<?> suite) {
        return EngineTestKit.engine("junit-jupiter").selectors(selectClass(suite)).execute();
    }

    private static Throwable failure(EngineExecutionResults results, String test) {
        return results.testEvents().failed().stream()
                .filter(event -> event.getTestDescriptor().getDisplayName().startsWith(test + "("))
                .findFirst().orElseThrow(() -> new AssertionError(test + " passed"))
                .getRequiredPayload(org.junit.platform.engine.TestExecutionResult.class)
                .getThrowable().orElseThrow();
    }

    private static void contains(String text, String... parts) {
        for (String part : parts) {
            assertTrue(text.contains(part), "expected " + part + " in: " + text);
        }
    }

    @Test
    void findingsFailATest() {
        EngineExecutionResults results = run(Careless.class);
        results.testEvents().assertStatistics(s -> s.started(5).succeeded(1).failed(4));
        contains(failure(results, "wrongType").getMessage(),
                "Sparring found in world ", " (seed 7):\n  entry 1 bonder.authorize: violation by client: wrong_type at /username: ",
                "(expected string, got 7; ");
        contains(failure(results, "misspelled").getMessage(),
                "POST /auht: the request fits no operation; the nearest is ");
        contains(failure(results, "unused").getMessage(), "the fault rule ", " never fired");
        Throwable own = failure(results, "failsByItself");
        assertEquals("as it was", own.getMessage());
        contains(List.of(own.getSuppressed()).toString(), "Sparring found in world ");
    }

    @Test
    void aWorldOutsideATestIsRefused() {
        EngineExecutionResults results = run(Misplaced.class);
        Throwable thrown = results.allEvents().failed().stream().findFirst().orElseThrow()
                .getRequiredPayload(org.junit.platform.engine.TestExecutionResult.class).getThrowable().orElseThrow();
        contains(thrown.getMessage(), "a World is for one test");
    }

    @Test
    void aServerFromElsewhere() {
        run(Elsewhere.class).testEvents().assertStatistics(s -> s.started(1).succeeded(1));
    }

    /** Run by a test above, not by itself. */
    @ExtendWith(SparringExtension.class)
    @WorldOptions(seed = 7)
    static class Careless {
        private static Bonder client(World world) {
            return new Bonder(world.url("bonder"), world.credentials("bonder"));
        }

        @Test
        void wrongType(World world) throws Exception {
            client(world).login(Map.of("username", 7));
        }

        @Test
        void expected(World world) throws Exception {
            client(world).login(Map.of("username", 7));
            assertEquals(1, world.findings().size());
            world.allow(world.journal().get(0).getFindings().get(0).getCode());
            assertEquals(List.of(), world.findings());
        }

        @Test
        void misspelled(World world) throws Exception {
            client(world).send("/auht", Map.of());
        }

        @Test
        void unused(World world) {
            world.fault("bonder", "saveCard", "DATABASE_ERROR");
        }

        @Test
        void failsByItself(World world) throws Exception {
            client(world).login(Map.of("username", 7));
            fail("as it was");
        }
    }

    /** Run by a test above, not by itself. */
    @ExtendWith(SparringExtension.class)
    static class Misplaced {
        Misplaced(World world) {
            fail("it was made with world " + world.id());
        }

        @Test
        void never() {
            fail("the class was made");
        }
    }

    /** Run by a test above, not by itself. */
    static class Elsewhere {
        @RegisterExtension
        static final SparringExtension SPARRING = new SparringExtension(Elsewhere::server);

        private static final Server SERVER = Server.start("--seed", "9");

        private static Server server() {
            return SERVER;
        }

        @Test
        void takesItsWorlds(World world, Server server) {
            assertEquals(server.url() + "/w/" + world.id() + "/bonder", world.url("bonder"));
            assertEquals(SERVER.url(), server.url());
        }
    }
}
