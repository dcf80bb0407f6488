package io.asteris.dispatcher.smtp;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Opens TCP connections to judged addresses, ready for TLS 1.2 or newer. */
final class SmtpSockets {
    private final NetClient checking;
    private final NetClient lenient;

    SmtpSockets(Vertx vertx, SmtpClientOptions options) {
        checking = vertx.createNetClient(checking(options));
        lenient = vertx.createNetClient(options(options).setTrustAll(true).setHostnameVerificationAlgorithm(""));
    }

    /**
     * Connects to exactly that address; the host name goes along for the certificate check.
     *
     * @param anyCertificate whether a later TLS handshake checks nothing
     */
    Future<NetSocket> connect(String host, InetAddress address, int port, boolean anyCertificate) {
        var target = SocketAddress.inetSocketAddress(new InetSocketAddress(named(host, address), port));
        return (anyCertificate ? lenient : checking).connect(target);
    }

    Future<Void> close() {
        return checking.close().compose(closed -> lenient.close());
    }

    private static NetClientOptions checking(SmtpClientOptions options) {
        // RFC 2818 rules for names, which RFC 8314 takes over for mail.
        NetClientOptions checking = options(options).setHostnameVerificationAlgorithm("HTTPS");
        if (!options.extraAuthorities().isEmpty()) {
            var trusted = new PemTrustOptions();
            options.extraAuthorities().forEach(pem -> trusted.addCertValue(Buffer.buffer(pem)));
            checking.setTrustOptions(trusted);
        }
        return checking;
    }

    private static NetClientOptions options(SmtpClientOptions options) {
        var net = new NetClientOptions();
        net.setConnectTimeout(Math.toIntExact(options.timeouts().connect().toMillis()));
        net.setTcpNoDelay(true);
        net.setSslHandshakeTimeout(options.timeouts().reply().toMillis());
        net.setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
        net.setEnabledSecureTransportProtocols(Set.of("TLSv1.2", "TLSv1.3"));
        return net;
    }

    private static InetAddress named(String host, InetAddress address) {
        try {
            return InetAddress.getByAddress(host, address.getAddress());
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("the octets of an address are an address", impossible);
        }
    }
}
