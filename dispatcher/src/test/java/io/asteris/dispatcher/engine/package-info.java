/** Tests of the running service over a real Kafka and PostgreSQL and a scripted SMTP server. */
@NullMarked
package io.asteris.dispatcher.engine;

import org.jspecify.annotations.NullMarked;
