/**
 * Measuring the log: what a caller waits for a search over many rows, how fast facts become entries, what a period's fall costs
 * and what a mail takes on the disk; each beside what PostgreSQL alone does in the same run.
 */
@NullMarked
package io.asteris.bench.logs;

import org.jspecify.annotations.NullMarked;
