import com.nimbusds.jose.util.JSONObjectUtils;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Calls the API of Latchkey for one organization. Make one and keep it: it has the token. */
public class Latchkey {
    /**
     * Why something was refused. Decide by the code, which stays what it is; the operator finds the
     * cause by the reference.
     */
    public static class Refusal extends Exception {
        public final int status;
        public final String code;
        public final String reference;

        Refusal(int status, Object code, Object title, Object reference) {
            super(code + ": " + title + " (" + reference + ")");
            this.status = status;
            this.code = String.valueOf(code);
            this.reference = String.valueOf(reference);
        }
    }

    private final HttpClient http = HttpClient.newHttpClient();
    private final String address;
    private final String organization;
    private final Proof proof;
    private String token;
    private Instant ends = Instant.EPOCH;

    /** The address is Latchkey's, the organization a code. */
    public Latchkey(String address, String organization, Proof proof) {
        this.address = address;
        this.organization = organization;
        this.proof = proof;
    }

    /** Everybody, page after page. Know people by id. */
    public List<Map<String, Object>> people() throws Exception {
        var all = new ArrayList<Map<String, Object>>();
        var query = "users?limit=100";
        for (String next = ""; next != null; ) {
            var page = get(next.isEmpty() ? query : query + "&cursor=" + encode(next));
            all.addAll(List.of(JSONObjectUtils.getJSONObjectArray(page, "items")));
            next = JSONObjectUtils.getString(page, "next");
        }
        return all;
    }

    /**
     * Reads something of the organization. It waits where Latchkey says so, and gets another token if
     * one ended early; both are tried a few times.
     */
    private Map<String, Object> get(String path) throws Exception {
        for (int tries = 1; ; tries++) {
            var request = HttpRequest.newBuilder(URI.create(address + "/api/v1/organizations/" + organization + "/" + path))
                .header("Authorization", "Bearer " + accessToken()).build();
            var answer = http.send(request, BodyHandlers.ofString());
            if (answer.statusCode() == 200) return JSONObjectUtils.parse(answer.body());
            var wait = answer.headers().firstValueAsLong("Retry-After"); // 429 and 503 say how long
            if (tries < 4 && wait.isPresent()) Thread.sleep(wait.getAsLong() * 1000);
            else if (tries < 4 && answer.statusCode() == 401) ends = Instant.EPOCH;
            else throw refusal(answer);
        }
    }

    private static Refusal refusal(HttpResponse<String> answer) {
        Map<String, Object> problem = new HashMap<>();
        try {
            problem = JSONObjectUtils.parse(answer.body());
        } catch (ParseException e) {
            problem.put("title", "a proxy in between answered");
        }
        return new Refusal(answer.statusCode(), problem.get("code"), problem.get("title"), problem.get("ref"));
    }

    /** The token that is there until a minute before it ends, then another. */
    private synchronized String accessToken() throws Exception {
        if (Instant.now().plusSeconds(60).isBefore(ends)) return token;
        var form = new HashMap<>(proof.prove());
        form.put("grant_type", "client_credentials");
        var body = form.entrySet().stream()
            .map(member -> member.getKey() + "=" + encode(member.getValue())).collect(Collectors.joining("&"));
        var request = HttpRequest.newBuilder(URI.create(address + "/oauth/token"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(body)).build();
        var answer = http.send(request, BodyHandlers.ofString());
        var said = JSONObjectUtils.parse(answer.body());
        if (answer.statusCode() != 200) {
            throw new Refusal(answer.statusCode(), said.get("error"), said.get("error_description"), "");
        }
        token = JSONObjectUtils.getString(said, "access_token");
        ends = Instant.now().plusSeconds(JSONObjectUtils.getInt(said, "expires_in"));
        return token;
    }

    private static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
