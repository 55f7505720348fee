import java.io.BufferedReader;
import java.io.InputStreamReader;

/** For the tests: reads tokens, a line each, and says of each whose sessions end or that it is refused. */
class TryLogout {
    public static void main(String[] args) throws Exception {
        var verifier = new LogoutTokens(args[0], args[1]);
        var tokens = new BufferedReader(new InputStreamReader(System.in));
        for (String token = tokens.readLine(); token != null; token = tokens.readLine()) {
            try {
                var claims = verifier.verify(token);
                System.out.println("200 " + claims.getStringClaim("sid") + " " + claims.getSubject());
            } catch (Exception e) {
                System.out.println("400");
            }
        }
    }
}
