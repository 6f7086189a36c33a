package sparring.junit;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;

/** A client of two calls, and the careless way to make the first. */
final class Bonder {
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String url;
    private final Map<String, String> credentials;
    private String token;

    Bonder(String url, Map<String, String> credentials) {
        this.url = url;
        this.credentials = credentials;
    }

    JsonNode login() throws Exception {
        return login(Map.of());
    }

    JsonNode login(Map<String, ?> changes) throws Exception {
        Map<String, Object> body = body();
        body.putAll(changes);
        JsonNode answer = send("/auth", body).json();
        token = answer.path("result").path("token").asText();
        return answer;
    }

    Map<String, Object> body() {
        Map<String, Object> body = new HashMap<>(credentials);
        body.put("rpt", "10000");
        return body;
    }

    boolean createProfile() throws Exception {
        if (token == null) {
            login();
        }
        JsonNode answer = send("/users", null).json();
        if (answer.path("errors").path(0).asText().equals("INVALID_CREDENTIALS_ERROR")) {
            login();
            answer = send("/users", null).json();
        }
        return answer.path("success").asBoolean();
    }

    Answer send(String path, Object body) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path));
        if (body == null) {
            request.header("X-Auth-Key", token).header("X-Auth-Email", credentials.get("username"))
                    .POST(HttpRequest.BodyPublishers.noBody());
        } else {
            request.header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(Control.JSON.writeValueAsString(body)));
        }
        HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        return new Answer(response.statusCode(), response.body());
    }

    /** What came. */
    record Answer(int status, String body) {
        JsonNode json() throws IOException {
            return Control.JSON.readTree(body);
        }
    }
}
