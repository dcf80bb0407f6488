package io.asteris.deliverability.spf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.apache.james.jspf.core.exceptions.SPFResultException;
import org.apache.james.jspf.impl.DefaultTermsFactory;
import org.apache.james.jspf.parser.RFC4408SPF1Parser;
import org.apache.james.jspf.wiring.WiringServiceTable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Two readers, written by different people from the same standard, take and refuse the same records, but for the
 * bare version, which RFC 7208 4.5 takes and jSPF refuses. */
class SpfAgreesWithJspfTest {
    static Stream<String> records() {
        return Stream.of(
                "v=spf1 -all",
                "v=spf1 +all",
                "v=spf1 ~all   ",
                "V=SPF1 A MX -ALL",
                "v=spf1 a:mail.example.com -all",
                "v=spf1 a/24 mx/24//64 -all",
                "v=spf1 a:mail.example.com/24 ~all",
                "v=spf1 mx:example.com//128 ?all",
                "v=spf1 ip4:192.0.2.1 ip4:192.0.2.0/24 -all",
                "v=spf1 ip4:192.0.2.1/33 -all",
                "v=spf1 ip4:192.0.2 -all",
                "v=spf1 ip4:192.0.2.256 -all",
                "v=spf1 ip4 -all",
                "v=spf1 ip6:2001:db8::/32 -all",
                "v=spf1 ip6:::1 -all",
                "v=spf1 ip6:2001:db8::/129 -all",
                "v=spf1 ip6:nothing -all",
                "v=spf1 include:_spf.example.com ~all",
                "v=spf1 include -all",
                "v=spf1 include: -all",
                "v=spf1 exists:%{i}._spf.%{d} -all",
                "v=spf1 exists:%{ir}.%{l1r+-}._spf.%{d2} -all",
                "v=spf1 exists:%{z}.example.com -all",
                "v=spf1 exists:%i.example.com -all",
                "v=spf1 ptr ptr:example.com -all",
                "v=spf1 redirect=_spf.example.com",
                "v=spf1 redirect=a.example.com redirect=b.example.com",
                "v=spf1 exp=explain._spf.%{d} -all",
                "v=spf1 exp=a.example.com exp=b.example.com -all",
                "v=spf1 moo=cow moo=cow -all",
                "v=spf1 ipv4:192.0.2.1 -all",
                "v=spf1 all:example.com",
                "v=spf1 all/24",
                "v=spf1 -a -mx -all",
                "v=spf1 ?include:example.com ~a:example.org -all",
                "v=spf1 !all",
                "v=spf1 a:example.com:8080 -all",
                "v=spf1 include:example.com. -all",
                "v=spf1 a: -all",
                "v=spf1 a/33 -all",
                "v=spf1 nonsense",
                "v=spf1 include:under_score.example.com -all");
    }

    @ParameterizedTest
    @MethodSource("records")
    void bothReadersTakeAndRefuseTheSameRecords(String record) {
        assertThat(SpfParser.read(record) instanceof SpfReading.Valid).isEqualTo(jspfTakes(record));
    }

    private static boolean jspfTakes(String record) {
        var parser = new RFC4408SPF1Parser(new DefaultTermsFactory(new WiringServiceTable()));
        try {
            parser.parse(record);
            return true;
        } catch (SPFResultException refused) {
            return false;
        }
    }
}
