/**
 * The facts that services tell each other over Kafka, one record a type and version. Fields are only ever added; a sample of
 * each stands in the test resources and is never edited. No event carries an address, a subject or a body in clear.
 */
@NullMarked
package io.asteris.contract.event;

import org.jspecify.annotations.NullMarked;
