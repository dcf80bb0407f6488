package io.asteris.deliverability.dns;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TXTRecord;

/** Records as texts. */
final class Values {
    private Values() {}

    static String of(Record record) {
        return switch (record) {
            case TXTRecord txt -> joined(txt);
            case MXRecord mx -> mx.getPriority() + " " + host(mx.getTarget());
            case ARecord a -> a.getAddress().getHostAddress();
            case AAAARecord aaaa -> com.google.common.net.InetAddresses.toAddrString(aaaa.getAddress());
            case CNAMERecord alias -> host(alias.getTarget());
            default -> record.rdataToString();
        };
    }

    /** The strings of one TXT are one text, without a space between them (RFC 7208 3.3, RFC 6376 3.6.2.2). */
    private static String joined(TXTRecord txt) {
        var octets = new ByteArrayOutputStream();
        for (byte[] string : txt.getStringsAsByteArrays()) {
            octets.writeBytes(string);
        }
        // Octets beyond ASCII stay visible one by one, so that nobody takes them for something else.
        return octets.toString(StandardCharsets.ISO_8859_1);
    }

    private static String host(Name name) {
        return name.equals(Name.root) ? "." : name.toString(true).toLowerCase(Locale.ROOT);
    }
}
