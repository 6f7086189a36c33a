package sparring.junit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Gives a {@link World} to each test that has one as a parameter, and fails the test if its client did wrong, or if a
 * fault rule never fired. {@code @ExtendWith(SparringExtension.class)} starts one server for the whole run, or uses the
 * one at SPARRING_SERVER; {@code @RegisterExtension} with a supplier uses another, such as that of a container.
 */
public final class SparringExtension implements ParameterResolver, AfterTestExecutionCallback {
    private static final Namespace HERE = Namespace.create(SparringExtension.class);

    private final Supplier<Server> supplier;

    /** Makes an extension that starts a server when the first test needs it. */
    public SparringExtension() {
        this(null);
    }

    /** Makes an extension that takes its worlds from another server, which it never ends. */
    public SparringExtension(Supplier<Server> server) {
        this.supplier = server;
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == World.class || type == Server.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        if (parameter.getParameter().getType() == Server.class) {
            return server(context);
        }
        if (context.getTestMethod().isEmpty()) {
            throw new ParameterResolutionException(
                    "a World is for one test: take it as a parameter of a test or of @BeforeEach, or take a Server here");
        }
        // The store closes it after the test's @AfterEach methods.
        return context.getStore(HERE).getOrComputeIfAbsent(
                World.class, key -> server(context).world(options(context)), World.class);
    }

    @Override
    public void afterTestExecution(ExtensionContext context) {
        World world = context.getStore(HERE).get(World.class, World.class);
        if (world != null) {
            world.check();
        }
    }

    private Server server(ExtensionContext context) {
        if (supplier != null) {
            return supplier.get();
        }
        // The store of the root closes it after the last test.
        return context.getRoot().getStore(HERE).getOrComputeIfAbsent(
                Server.class, key -> Server.ofEnvironment(), Server.class);
    }

    private static ObjectNode options(ExtensionContext context) {
        ObjectNode request = Control.JSON.createObjectNode();
        Optional<WorldOptions> found = AnnotationSupport.findAnnotation(context.getTestMethod(), WorldOptions.class);
        List<Class<?>> classes = new ArrayList<>(context.getEnclosingTestClasses());
        classes.add(context.getRequiredTestClass());
        Collections.reverse(classes); // the innermost first
        for (Class<?> each : classes) {
            found = found.or(() -> AnnotationSupport.findAnnotation(each, WorldOptions.class));
        }
        found.ifPresent(options -> write(options, request));
        return request;
    }

    private static void write(WorldOptions options, ObjectNode request) {
        if (options.seed() >= 0) {
            request.put("seed", options.seed());
        }
        if (!options.at().isEmpty()) {
            request.put("at", options.at());
        }
        if (!options.clock().isEmpty()) {
            request.put("clock", options.clock());
        }
        for (String text : options.switches()) {
            int dot = text.indexOf('.');
            int equals = text.indexOf('=');
            if (dot < 1 || equals < dot) {
                throw new SparringException("@WorldOptions(switches = \"" + text + "\"): expected API.NAME=VALUE");
            }
            String value = text.substring(equals + 1);
            ObjectNode switches = request.withObject("/switches/" + text.substring(0, dot));
            try {
                switches.set(text.substring(dot + 1, equals), Control.JSON.readTree(value));
            } catch (JsonProcessingException e) { // a word, such as always200, is written without quotes
                switches.set(text.substring(dot + 1, equals), TextNode.valueOf(value));
            }
        }
    }
}
