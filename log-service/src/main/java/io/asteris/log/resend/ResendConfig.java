package io.asteris.log.resend;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How fast a bulk resend goes. */
@ConfigMapping(prefix = "asteris.log.resend")
public interface ResendConfig {
    /** Messages that one job orders in a second: larger is done sooner and leaves less room for new mail. */
    @WithDefault("20")
    int perSecond();

    /** Messages of one job that are ordered and have no verdict yet: larger keeps a slow provider busy, smaller stops sooner. */
    @WithDefault("200")
    int openAtOnce();
}
