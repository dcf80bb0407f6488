package io.asteris.ingest.provider.sendgrid;

import static org.assertj.core.api.Assertions.assertThat;

import io.asteris.ingest.provider.Reading;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SendgridReaderTest {
    @ParameterizedTest
    @CsvSource({
        "LRzXl_NHStOGhQ4kofSm_A.filterdrecv-p3mdw1-756b745b58-kmzbl-18-5F5FC76C-9.0, LRzXl_NHStOGhQ4kofSm_A",
        "14c5d75ce93.dfd.64b469.filter0001.16648.5515E0B88.0, 14c5d75ce93.dfd.64b469",
        "wrfRRvF7Q0GgwUo2CvDmEA.recvd-canary-1.0, wrfRRvF7Q0GgwUo2CvDmEA",
        "sg_message_id, sg_message_id",
        "filter0093p1las1.9128.5717FB8127.0, ''"
    })
    void theIdOfTheSendCallIsWhatStandsBeforeTheServersOwn(String given, String expected) {
        assertThat(SendgridReader.messageId(given).orElse("")).isEqualTo(expected);
    }

    @Test
    void aSendersOwnTypeBesideADeliveryMeansNothing() {
        String post =
                "[{\"email\":\"a@b.example\",\"event\":\"delivered\",\"timestamp\":\"1600112492\",\"type\":\"bounce\",\"category\":[\"x\"]}]";

        Reading reading = new SendgridReader().read(post.getBytes(StandardCharsets.UTF_8), "application/json");

        assertThat(reading.events()).hasSize(1);
        assertThat(reading.events().getFirst().meaning().suppression()).isEmpty();
    }

    @Test
    void anEventAboutTheAccountIsNoEventOfARecipient() {
        String post =
                "[{\"event\":\"account_status_change\",\"timestamp\":1600112492,\"type\":\"compliance_suspend\"}]";

        assertThat(new SendgridReader()
                        .read(post.getBytes(StandardCharsets.UTF_8), "application/json")
                        .events())
                .isEmpty();
    }
}
