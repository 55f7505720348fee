import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.net.URI;
import java.util.Set;

/** Verifies the logout tokens that Latchkey posts to the backchannelLogoutUri. Make one and keep it: it has the keys. */
public class LogoutTokens {
    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

    public LogoutTokens(String issuer, String clientId) throws Exception {
        var keys = JWKSourceBuilder.create(URI.create(issuer + "/.well-known/jwks.json").toURL()).build();
        processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(new JOSEObjectType("logout+jwt")));
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(Set.of(JWSAlgorithm.RS256, JWSAlgorithm.ES256), keys));
        processor.setJWTClaimsSetVerifier(new DefaultJWTClaimsVerifier<>(
            Set.of(clientId), new JWTClaimsSet.Builder().issuer(issuer).build(), Set.of("iat", "exp", "jti"), Set.of("nonce")));
    }

    /**
     * Whose sessions end here: those that began with sid, or, without it, all of sub. The same may
     * come twice. Answer 200, or 400 if this throws.
     */
    public JWTClaimsSet verify(String logoutToken) throws Exception {
        var claims = processor.process(logoutToken, null);
        var events = claims.getJSONObjectClaim("events");
        if (events == null || !events.containsKey("http://schemas.openid.net/event/backchannel-logout")) {
            throw new BadJOSEException("no logout token");
        }
        return claims;
    }
}
