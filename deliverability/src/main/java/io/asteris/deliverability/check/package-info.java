/** One domain's DNS against what the site's provider needs: asked side by side, judged, answered. */
@NullMarked
package io.asteris.deliverability.check;

import org.jspecify.annotations.NullMarked;
