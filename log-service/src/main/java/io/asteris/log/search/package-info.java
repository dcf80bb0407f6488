/**
 * The grammar in which people look for entries, and what it means as a condition in SQL. Reading the entries that a filter
 * finds is the entry package's.
 */
@NullMarked
package io.asteris.log.search;

import org.jspecify.annotations.NullMarked;
