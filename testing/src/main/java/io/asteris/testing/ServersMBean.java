package io.asteris.testing;

/**
 * What can be asked of and done to the servers of this JVM. An MBean, because each Quarkus application of a test run has class
 * loaders of its own, and all of them are to find the same servers.
 */
public interface ServersMBean {
    /** The port of PostgreSQL; the same after each start. */
    int getPostgresPort();

    /** What Kafka clients are given as {@code bootstrap.servers}; the same after each start. */
    String getKafkaBootstrap();

    /** Ends PostgreSQL cleanly; open connections are cut. */
    void stopPostgres();

    /** Ends PostgreSQL as a crash would. */
    void killPostgres();

    /** Starts PostgreSQL again on its data; nothing happens when it runs. */
    void startPostgres();

    /** Ends Kafka cleanly. */
    void stopKafka();

    /** Starts Kafka again on its data; nothing happens when it runs. */
    void startKafka();
}
