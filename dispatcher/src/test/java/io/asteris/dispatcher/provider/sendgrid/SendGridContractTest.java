package io.asteris.dispatcher.provider.sendgrid;

import io.asteris.dispatcher.provider.ProviderContract;

class SendGridContractTest extends ProviderContract {
    @Override
    protected Rig open() {
        return SendGridSide.rig();
    }
}
