package io.asteris.dispatcher.provider.ses;

import io.asteris.dispatcher.provider.ProviderContract;

class SesContractTest extends ProviderContract {
    @Override
    protected Rig open() {
        return SesSide.rig();
    }
}
