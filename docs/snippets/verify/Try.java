import java.io.BufferedReader;
import java.io.InputStreamReader;

/** For the tests: reads tokens, a line each, and says of each whose it is or that it is refused. */
class Try {
    public static void main(String[] args) throws Exception {
        var verifier = new Verifier(args[0], args[1]);
        var tokens = new BufferedReader(new InputStreamReader(System.in));
        for (String token = tokens.readLine(); token != null; token = tokens.readLine()) {
            try {
                System.out.println(verifier.verify(token).getSubject());
            } catch (Exception e) {
                System.out.println("refused: " + e.getMessage());
            }
        }
    }
}
