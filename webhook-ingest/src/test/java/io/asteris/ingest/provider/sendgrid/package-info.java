/** Tests of sendgrid' own forms. */
@NullMarked
package io.asteris.ingest.provider.sendgrid;

import org.jspecify.annotations.NullMarked;
