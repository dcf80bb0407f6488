/**
 * How long entries live: the daily purge of each site, the move after a change of retention, the fall of whole periods. From
 * when on an entry is hidden is the settings' {@link io.asteris.log.settings.Horizon}; here it goes off the disk.
 */
@NullMarked
package io.asteris.log.retention;

import org.jspecify.annotations.NullMarked;
