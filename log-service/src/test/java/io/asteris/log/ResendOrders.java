package io.asteris.log;

import io.asteris.contract.MessageId;
import io.asteris.contract.Topic;
import io.asteris.contract.content.Envelope;
import io.asteris.contract.event.ResendOrdered;
import io.asteris.testing.SeenRecord;
import io.asteris.testing.TestServers;
import io.asteris.testing.TopicProbe;
import java.util.List;

/** The orders to send a message again, as the topic has them. */
final class ResendOrders {
    private ResendOrders() {}

    /** Waits for the order whose message has that new id. */
    static ResendOrdered under(MessageId fresh) {
        return topic().await(record -> record.key().equals(fresh.text())).as(ResendOrdered.class);
    }

    /** Waits for an order of that message. */
    static ResendOrdered awaited(Envelope original) {
        return topic().await(record -> isOf(record, original)).as(ResendOrdered.class);
    }

    /** All orders of that message until now. */
    static List<SeenRecord> of(Envelope original) {
        return topic().all().stream().filter(record -> isOf(record, original)).toList();
    }

    private static TopicProbe topic() {
        return TestServers.shared().topic(Topic.MAIL_ORDERS);
    }

    private static boolean isOf(SeenRecord record, Envelope original) {
        return record.type().equals("mail.resend.ordered.v1")
                && record.as(ResendOrdered.class).of().equals(original.message());
    }
}
