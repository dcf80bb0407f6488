package io.asteris.bench.logs;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ReplicaInfo;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.quota.ClientQuotaAlteration;
import org.apache.kafka.common.quota.ClientQuotaEntity;

/** What the broker keeps for the log, and how fast it hands it over. */
final class LogFeed implements AutoCloseable {
    private static final String GROUP = "asteris.log-service";
    private static final Set<String> TOPICS = Set.of("mail.accepted", "mail.attempts", "mail.events");
    private static final String QUOTA = "consumer_byte_rate";

    private final Admin admin;

    LogFeed(String bootstrap) {
        admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap));
    }

    /** The octets of all records that the log reads. */
    long octets() throws InterruptedException {
        try {
            List<Integer> brokers =
                    admin.describeCluster().nodes().get().stream().map(Node::id).toList();
            return admin.describeLogDirs(brokers).allDescriptions().get().values().stream()
                    .flatMap(folders -> folders.values().stream())
                    .flatMap(folder -> folder.replicaInfos().entrySet().stream())
                    .filter(replica -> TOPICS.contains(replica.getKey().topic()))
                    .map(Map.Entry::getValue)
                    .mapToLong(ReplicaInfo::size)
                    .sum();
        } catch (ExecutionException failed) {
            throw new IllegalStateException("the broker does not tell the size of its topics", failed.getCause());
        }
    }

    /** Hands the running log at most so many octets a second. */
    void limit(double octetsPerSecond) throws InterruptedException {
        alter((double) Math.round(octetsPerSecond));
    }

    /** Hands it all it asks for again. */
    void unlimit() throws InterruptedException {
        alter(null);
    }

    private void alter(@org.jspecify.annotations.Nullable Double value) throws InterruptedException {
        try {
            List<ClientQuotaAlteration> changes =
                    admin.describeConsumerGroups(List.of(GROUP)).all().get().get(GROUP).members().stream()
                            .map(member -> new ClientQuotaAlteration(
                                    new ClientQuotaEntity(Map.of(ClientQuotaEntity.CLIENT_ID, member.clientId())),
                                    List.of(new ClientQuotaAlteration.Op(QUOTA, value))))
                            .toList();
            if (changes.isEmpty()) {
                throw new IllegalStateException("the log reads no topic");
            }
            admin.alterClientQuotas(changes).all().get();
        } catch (ExecutionException failed) {
            throw new IllegalStateException("the broker takes no quota", failed.getCause());
        }
    }

    @Override
    public void close() {
        admin.close();
    }
}
