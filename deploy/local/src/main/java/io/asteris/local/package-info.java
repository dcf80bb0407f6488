/** What all parts of the local set share: how a command refuses. Everything else lives in a package of its subject. */
@NullMarked
package io.asteris.local;

import org.jspecify.annotations.NullMarked;
