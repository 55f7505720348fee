import java.io.BufferedReader;
import java.io.InputStreamReader;

/** For the tests: reads tokens, a line each, and says of each whose it is or that it is not active. */
class TryAsk {
    public static void main(String[] args) throws Exception {
        var asker = new Asker(args[0], args[1], args[2]);
        var tokens = new BufferedReader(new InputStreamReader(System.in));
        for (String token = tokens.readLine(); token != null; token = tokens.readLine()) {
            System.out.println(asker.ask(token).map(said -> said.get("sub")).orElse("not active"));
        }
    }
}
