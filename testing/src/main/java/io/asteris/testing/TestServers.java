package io.asteris.testing;

import io.asteris.contract.Topic;
import io.asteris.embedded.PostgresBootstrap;
import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.JMX;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * The PostgreSQL and Kafka that all tests of this JVM share, started when first asked for. A field of this type in a test with
 * {@link AsterisTestResource} is filled. Whoever stops a server starts it again before the test ends.
 */
public final class TestServers {
    private final ServersMBean servers;

    private TestServers(ServersMBean servers) {
        this.servers = servers;
    }

    /** The servers without flushing to disk, which all but tests of durability use. */
    public static TestServers shared() {
        return shared(false);
    }

    /**
     * The servers with or without flushing to disk; each kind runs once.
     *
     * @param durable whether commits and records are flushed to the disk before they are confirmed
     */
    public static synchronized TestServers shared(boolean durable) {
        MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
        try {
            var name = new ObjectName("io.asteris.testing:type=Servers,durable=" + durable);
            if (!beans.isRegistered(name)) {
                beans.registerMBean(Servers.start(durable), name);
            }
            return new TestServers(JMX.newMBeanProxy(beans, name, ServersMBean.class));
        } catch (JMException impossible) {
            throw new IllegalStateException("the test servers could not be registered", impossible);
        }
    }

    /** What services are given as {@code asteris.database.url}. */
    public String databaseUrl() {
        return "postgresql://127.0.0.1:" + servers.getPostgresPort() + "/" + PostgresBootstrap.DATABASE;
    }

    /** What services are given as {@code kafka.bootstrap.servers}. */
    public String kafkaBootstrap() {
        return servers.getKafkaBootstrap();
    }

    /** Eyes and hands on the tables, past row-level security. */
    public Sql sql() {
        return new Sql("jdbc:" + databaseUrl());
    }

    /** Eyes on a topic. */
    public TopicProbe topic(Topic topic) {
        return topic(topic.topicName());
    }

    /** Eyes on a topic by name, as for dead letters. */
    public TopicProbe topic(String name) {
        return TopicProbe.of(kafkaBootstrap(), name);
    }

    /** Ends PostgreSQL cleanly; open connections are cut. */
    public void stopPostgres() {
        servers.stopPostgres();
    }

    /** Ends PostgreSQL as a crash would (SIGKILL). */
    public void killPostgres() {
        servers.killPostgres();
    }

    /** Starts PostgreSQL again on the same port and data, and waits until it takes connections. */
    public void startPostgres() {
        servers.startPostgres();
    }

    /** Ends Kafka. */
    public void stopKafka() {
        servers.stopKafka();
    }

    /** Starts Kafka again on the same port and data, and waits until it serves. */
    public void startKafka() {
        servers.startKafka();
    }
}
