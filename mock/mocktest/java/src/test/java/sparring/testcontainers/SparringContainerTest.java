package sparring.testcontainers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import org.junit.jupiter.api.Test;

/** How the container is described. Running it needs docker. */
class SparringContainerTest {
    @Test
    void isDescribed() {
        try (SparringContainer container = new SparringContainer("sparring")) {
            assertEquals(List.of(8080), container.getExposedPorts());
            assertFalse(container.getEnvMap().get("SPARRING_CONTROL_TOKEN").isEmpty());
        }
    }
}
