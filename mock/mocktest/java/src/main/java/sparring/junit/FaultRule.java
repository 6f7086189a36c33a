package sparring.junit;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** A fault rule of a world. The server is asked for its hits each time. */
public final class FaultRule {
    private final World world;
    private final String id;

    FaultRule(World world, String id) {
        this.world = world;
        this.id = id;
    }

    private String path() {
        return "/faults/" + Control.escape(id);
    }

    /** Returns the id, which a message about an unused rule names. */
    public String id() {
        return id;
    }

    /** Returns how often the rule has fired. */
    public long hits() {
        return world.call("GET", path(), null).path("hits").asLong();
    }

    /** Returns how often the rule may still fire; empty without a bound. */
    public OptionalLong remaining() {
        JsonNode remaining = world.call("GET", path(), null).path("remaining");
        return remaining.isNumber() ? OptionalLong.of(remaining.asLong()) : OptionalLong.empty();
    }

    /** Lets all requests go that the kind "hold" keeps, at once. */
    public void release() {
        world.call("POST", path() + "/release", Map.of());
    }

    /** Lets the held requests of these entries go, one after the other. */
    public void release(List<Integer> entries) {
        world.call("POST", path() + "/release", Map.of("entries", entries));
    }

    /** Takes the rule away. */
    public void remove() {
        world.call("DELETE", path(), null);
    }
}
