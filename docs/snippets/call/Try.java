import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.BufferedReader;
import java.io.InputStreamReader;

/** For the tests: reads cases, a line of JSON each, and says of each how many people there are or why it is refused. */
class Try {
    public static void main(String[] args) throws Exception {
        var cases = new BufferedReader(new InputStreamReader(System.in));
        for (String line = cases.readLine(); line != null; line = cases.readLine()) {
            var one = JSONObjectUtils.parse(line);
            String address = (String) one.get("address"), id = (String) one.get("id"), value = (String) one.get("value");
            var proof = switch ((String) one.get("by")) {
                case "key" -> Proof.byKey(id, address, (String) one.get("kid"), value);
                case "federation" -> Proof.byFederation(id, () -> value);
                default -> Proof.bySecret(id, value);
            };
            try {
                var people = new Latchkey(address, (String) one.get("organization"), proof).people();
                System.out.println(people.size() + " people, " + people.get(0).get("email"));
            } catch (Latchkey.Refusal refusal) {
                System.out.println("refused: " + refusal.code + " " + refusal.reference);
            }
        }
    }
}
