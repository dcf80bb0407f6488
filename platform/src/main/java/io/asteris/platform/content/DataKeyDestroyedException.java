package io.asteris.platform.content;

import io.asteris.contract.SiteId;

/** Says that nothing can be sealed for a site any more, because its data key went with it. */
public final class DataKeyDestroyedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DataKeyDestroyedException(SiteId site) {
        super("the data key of site " + site + " was destroyed when the site was deleted");
    }
}
