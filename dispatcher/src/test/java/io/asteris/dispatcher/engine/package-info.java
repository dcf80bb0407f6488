/** Tests of the running service over a real Kafka and PostgreSQL and a scripted SMTP server. */
@org.jspecify.annotations.NullMarked
package io.asteris.dispatcher.engine;
