/**
 * What a new set needs before the first message can go: a site, its sender, a key, a provider and a route, all made through
 * the REST API like anybody would. Nothing of processes is known here.
 */
@NullMarked
package io.asteris.local.first;

import org.jspecify.annotations.NullMarked;
