package io.asteris.dispatcher.oauth;

import io.asteris.dispatcher.delivery.LaneKey;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Who we are at an authorisation server on behalf of one provider of a site.
 *
 * @param authoriseUrl where the owner's browser is sent
 * @param tokenUrl where codes and refresh tokens become access tokens
 * @param givenRefreshToken from the settings; it spares the consent
 */
public record OAuthClient(
        LaneKey lane,
        OAuthRules rules,
        String clientId,
        String clientSecret,
        URI authoriseUrl,
        URI tokenUrl,
        @Nullable String givenRefreshToken) {
    /**
     * A digest of what tokens belong to. Settings that change it need a new consent; a new client secret does not change it, because
     * the tokens outlive it.
     */
    public String binding() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String part : new String[] {
                rules.needed(),
                clientId,
                authoriseUrl.toString(),
                tokenUrl.toString(),
                String.valueOf(givenRefreshToken)
            }) {
                byte[] octets = part.getBytes(StandardCharsets.UTF_8);
                digest.update(String.valueOf(octets.length).getBytes(StandardCharsets.UTF_8));
                digest.update((byte) ':');
                digest.update(octets);
            }
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest.digest());
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("this Java has no SHA-256", missing);
        }
    }

    @Override
    public String toString() {
        return "OAuth client of " + lane;
    }
}
