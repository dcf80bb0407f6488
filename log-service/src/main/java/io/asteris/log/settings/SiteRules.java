package io.asteris.log.settings;

import java.time.Instant;

/**
 * What holds for a site's entries now.
 *
 * @param horizon closed messages that were accepted before it are hidden
 */
public record SiteRules(LogSettings settings, Instant horizon) {}
