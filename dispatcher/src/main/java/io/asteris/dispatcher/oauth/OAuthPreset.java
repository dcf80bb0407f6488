package io.asteris.dispatcher.oauth;

import io.asteris.dispatcher.provider.Settings;

/** A preset whose providers need their owner's consent. */
public interface OAuthPreset {
    /** The preset's name in the API. */
    String preset();

    /** The client that these settings describe. */
    OAuthClient client(Settings settings);
}
