/** The data folder of one local set: its layout, version, remembered ports and secrets. What runs in it is not known here. */
@NullMarked
package io.asteris.local.folder;

import org.jspecify.annotations.NullMarked;
