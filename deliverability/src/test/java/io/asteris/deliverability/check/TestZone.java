package io.asteris.deliverability.check;

import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One zone at the root with the records of all cases and of the providers they name. */
final class TestZone {
    private static final int LONGEST_STRING = 250;
    private static final int PKCS1_AT = 24;

    private static final String PROVIDERS = """
            $ORIGIN .
            $TTL 300
            @ SOA ns.test. root.test. 1 3600 600 86400 60
            @ NS ns.test.
            ns.test. A 127.0.0.1
            ready.test. TXT "ready"
            relay.test. A 203.0.113.25
            sendgrid.net. TXT "v=spf1 ip4:167.89.0.0/17 ip4:208.117.48.0/20 ~all"
            u123.wl045.sendgrid.net. TXT "v=spf1 ip4:167.89.0.1 ~all"
            mailgun.org. TXT "v=spf1 ip4:209.61.151.0/24 ~all"
            eu.mailgun.org. TXT "v=spf1 ip4:141.193.32.0/23 ~all"
            amazonses.com. TXT "v=spf1 ip4:199.255.192.0/22 ip4:199.127.232.0/22 ip6:2600:1f00::/24 -all"
            _spf.google.com. TXT "v=spf1 include:_netblocks.google.com include:_netblocks2.google.com include:_netblocks3.google.com ~all"
            _netblocks.google.com. TXT "v=spf1 ip4:35.190.247.0/24 ip4:64.233.160.0/19 ~all"
            _netblocks2.google.com. TXT "v=spf1 ip6:2001:4860:4000::/36 ~all"
            _netblocks3.google.com. TXT "v=spf1 ip4:172.217.0.0/19 ~all"
            spf.protection.outlook.com. TXT "v=spf1 ip4:40.92.0.0/15 -all"
            spf.protection.office365.us. TXT "v=spf1 ip4:23.103.191.0/24 -all"
            s1.domainkey.u1.wl1.sendgrid.net. TXT ${rsa2048}
            s2.domainkey.u1.wl1.sendgrid.net. TXT ${rsa2048}
            """;

    /** Made once: a long RSA key takes a quarter of a second, and many zones are served. */
    private static final Map<String, String> KEYS = keys();

    private TestZone() {}

    /** The master file. */
    static String of(List<DnsCase> cases) {
        var master = new StringBuilder(PROVIDERS);
        for (DnsCase one : cases) {
            master.append("$ORIGIN ")
                    .append(one.origin())
                    .append(".\n")
                    .append(one.zone())
                    .append('\n');
        }
        String text = master.toString();
        for (Map.Entry<String, String> key : KEYS.entrySet()) {
            text = text.replace("${" + key.getKey() + "}", strings(key.getValue()));
        }
        return text;
    }

    private static Map<String, String> keys() {
        Map<String, String> keys = new HashMap<>();
        String rsa2048 = rsa(2048);
        keys.put("rsa2048", "v=DKIM1; k=rsa; p=" + rsa2048);
        keys.put("rsa1024", "v=DKIM1; p=" + rsa(1024));
        keys.put("rsa768", "v=DKIM1; p=" + rsa(768));
        keys.put("sha1", "v=DKIM1; h=sha1; p=" + rsa2048);
        keys.put("tlsrpt", "v=DKIM1; s=tlsrpt; p=" + rsa2048);
        keys.put("testing", "v=DKIM1; t=y; p=" + rsa2048);
        byte[] spki = Base64.getDecoder().decode(rsa2048);
        byte[] pkcs1 = Arrays.copyOfRange(spki, PKCS1_AT, spki.length);
        keys.put("pkcs1", "v=DKIM1; p=" + Base64.getEncoder().encodeToString(pkcs1));
        keys.put("ed25519", "v=DKIM1; k=ed25519; p=" + Base64.getEncoder().encodeToString(new byte[32]));
        return keys;
    }

    static String rsa(int bits) {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(bits);
            var key = (RSAPublicKey) generator.generateKeyPair().getPublic();
            return Base64.getEncoder().encodeToString(key.getEncoded());
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(missing);
        }
    }

    /** A text as the quoted strings of one TXT. */
    private static String strings(String text) {
        var strings = new StringBuilder();
        for (int i = 0; i < text.length(); i += LONGEST_STRING) {
            strings.append('"')
                    .append(text, i, Math.min(text.length(), i + LONGEST_STRING))
                    .append("\" ");
        }
        return strings.toString();
    }
}
