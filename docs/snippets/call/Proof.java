import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.security.KeyFactory;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;

/** What proves which service asks for a token: members of the request for it. */
public interface Proof {
    Map<String, String> prove() throws Exception;

    /** The proof of a service that has a secret. */
    static Proof bySecret(String id, String secret) {
        return () -> Map.of("client_id", id, "client_secret", secret);
    }

    /**
     * The proof of a service whose public key Latchkey has (private_key_jwt). The issuer is
     * Latchkey's address. Each assertion counts once.
     */
    static Proof byKey(String id, String issuer, String keyId, String pem) throws Exception {
        var der = Base64.getMimeDecoder().decode(pem.replaceAll("-----.*-----", ""));
        var key = (ECPrivateKey) KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der));
        var header = new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(keyId).build();
        return () -> {
            var now = Instant.now();
            var claims = new JWTClaimsSet.Builder()
                .issuer(id).subject(id).audience(issuer).jwtID(UUID.randomUUID().toString())
                .issueTime(Date.from(now)).expirationTime(Date.from(now.plusSeconds(300))).build();
            var token = new SignedJWT(header, claims);
            token.sign(new ECDSASigner(key));
            return assertion(id, token.serialize());
        };
    }

    /** The proof of a service that has a token of another issuer and no secret; read gives that token as it is now. */
    static Proof byFederation(String id, Callable<String> read) {
        return () -> assertion(id, read.call().trim());
    }

    private static Map<String, String> assertion(String id, String signed) {
        return Map.of(
            "client_id", id,
            "client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            "client_assertion", signed);
    }
}
