package sparring.testcontainers;

import java.util.UUID;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;
import sparring.junit.Server;

/**
 * The image of Sparring, which {@code make image} builds, as a container of Testcontainers. {@link #server} is what
 * {@link sparring.junit.SparringExtension} takes.
 */
public final class SparringContainer extends GenericContainer<SparringContainer> {
    private static final int PORT = 8080;

    private final String token = UUID.randomUUID().toString();

    /** Makes a container of an image such as "sparring". */
    public SparringContainer(String image) {
        this(DockerImageName.parse(image));
    }

    /** Makes a container of an image. */
    public SparringContainer(DockerImageName image) {
        super(image);
        withExposedPorts(PORT);
        // The server listens on all addresses of its container and demands a token for control calls.
        withEnv("SPARRING_CONTROL_TOKEN", token);
        waitingFor(Wait.forHttp("/_sparring/v1/health").forPort(PORT));
    }

    /** Returns the server in the running container. Its worlds have URLs that this machine reaches. */
    public Server server() {
        return new Server("http://" + getHost() + ":" + getMappedPort(PORT), token);
    }
}
