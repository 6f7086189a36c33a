package sparring.junit;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The example of docs/kits.md. */
@ExtendWith(SparringExtension.class)
class ExampleTest {
    @Test
    void aDatabaseErrorIsReported(World world) throws Exception {
        Bonder client = new Bonder(world.url("bonder"), world.credentials("bonder"));
        world.fault("bonder", "createProfile", "DATABASE_ERROR");
        assertTrue(!client.createProfile());
    }

    @Test
    @WorldOptions(seed = 7, clock = "frozen")
    void anExpiredTokenIsRenewed(World world) throws Exception {
        Bonder client = new Bonder(world.url("bonder"), world.credentials("bonder"));
        assertTrue(client.createProfile());
        world.advance("3h");
        assertTrue(client.createProfile());
    }
}
