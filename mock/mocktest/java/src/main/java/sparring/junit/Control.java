package sparring.junit;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Calls of the control API, which spec/control.yaml describes. */
final class Control {
    // A member that a later server adds is no error.
    static final ObjectMapper JSON = new ObjectMapper()
            .registerModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .setSerializationInclusion(JsonInclude.Include.NON_NULL);

    private static final Duration TIMEOUT = Duration.ofSeconds(30); // moving a clock may take five

    final String base;
    private final String token;
    // A proxy never lies between a test and its own machine.
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .proxy(HttpClient.Builder.NO_PROXY)
            .connectTimeout(TIMEOUT)
            .build();

    Control(String base, String token) {
        this.base = base.replaceFirst("/+$", "");
        this.token = token;
    }

    /** Makes one call below /_sparring/v1. The result is missing if the response has no body. */
    JsonNode call(String method, String path, Object body) {
        HttpRequest.Builder request;
        try {
            request = HttpRequest.newBuilder(URI.create(base + "/_sparring/v1" + path)).timeout(TIMEOUT);
        } catch (IllegalArgumentException e) {
            throw new SparringException(base + " is no URL of a Sparring server: " + e.getMessage(), e);
        }
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        if (body == null) {
            request.method(method, HttpRequest.BodyPublishers.noBody());
        } else {
            request.header("Content-Type", "application/json");
            request.method(method, HttpRequest.BodyPublishers.ofString(text(body)));
        }
        try {
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            boolean good = response.statusCode() < 400;
            if (good && response.body().isEmpty()) {
                return MissingNode.getInstance();
            }
            JsonNode result = object(response);
            if (!good) {
                throw new ControlException(response.statusCode(), result);
            }
            return result;
        } catch (IOException e) {
            throw new SparringException("no Sparring server answers at " + base + ": " + reason(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SparringException("interrupted while " + base + " was asked", e);
        }
    }

    private static String text(Object body) {
        try {
            return JSON.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new SparringException("this cannot be written as JSON: " + e.getOriginalMessage(), e);
        }
    }

    /** Decodes a JSON object, which every response of the control API is. */
    private JsonNode object(HttpResponse<String> response) {
        String body = response.body();
        try {
            JsonNode decoded = JSON.readTree(body);
            if (decoded.isObject()) {
                return decoded;
            }
        } catch (JsonProcessingException e) {
            // The message below shows the text.
        }
        throw new SparringException("another server than Sparring answers at " + base + ": HTTP "
                + response.statusCode() + ", \"" + body.substring(0, Math.min(200, body.length())) + "\"");
    }

    private static String reason(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    /** Percent-encodes a text as a segment of a path, or a part of a query. */
    static String escape(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
