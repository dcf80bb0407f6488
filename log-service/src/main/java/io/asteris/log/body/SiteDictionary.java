package io.asteris.log.body;

import io.asteris.log.pack.Dictionary;
import java.time.Instant;

/**
 * A dictionary of one site, made from its own bodies.
 *
 * @param number stands before each body that is packed with it
 */
record SiteDictionary(int number, Instant madeAt, Dictionary dictionary) {}
