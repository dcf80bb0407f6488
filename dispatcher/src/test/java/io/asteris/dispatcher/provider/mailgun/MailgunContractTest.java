package io.asteris.dispatcher.provider.mailgun;

import io.asteris.dispatcher.provider.ProviderContract;

class MailgunContractTest extends ProviderContract {
    @Override
    protected Rig open() {
        return MailgunSide.rig();
    }
}
