import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/** Asks Latchkey whether an access token is active at this moment, and whose it is (RFC 7662). */
public class Asker {
    private final HttpClient http = HttpClient.newHttpClient();
    private final URI address;
    private final String credentials;

    /**
     * Id and secret are those of a service with the scope introspect, which may ask about its
     * organization, or of an application, about its own.
     */
    public Asker(String issuer, String id, String secret) {
        address = URI.create(issuer + "/oauth/introspect");
        credentials = Base64.getEncoder().encodeToString((encode(id) + ":" + encode(secret)).getBytes(StandardCharsets.UTF_8));
    }

    /** What is said of an active token; nothing for any other. */
    public Optional<Map<String, Object>> ask(String token) throws Exception {
        var request = HttpRequest.newBuilder(address)
            .header("Authorization", "Basic " + credentials)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString("token=" + encode(token))).build();
        var answer = http.send(request, BodyHandlers.ofString());
        if (answer.statusCode() != 200) throw new IOException("Latchkey does not say: " + answer.statusCode());
        var said = JSONObjectUtils.parse(answer.body());
        return JSONObjectUtils.getBoolean(said, "active") ? Optional.of(said) : Optional.empty();
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
