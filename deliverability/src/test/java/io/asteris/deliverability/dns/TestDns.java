package io.asteris.deliverability.dns;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Master;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.RRset;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SetResponse;
import org.xbill.DNS.Zone;

/** An authoritative server inside this process that can also be told to misbehave, by name. Answers over UDP and TCP. */
public final class TestDns implements AutoCloseable {
    /** How it answers for a name. */
    public enum Manner {
        SERVFAIL,
        REFUSED,
        SILENT,
        REFERRAL,
        SLOW
    }

    private static final Duration SLOWNESS = Duration.ofMillis(300);
    private static final int PLAIN_UDP = 512;
    private static final int MOST_TRIES = 10;

    private volatile Zone zone;
    private final DatagramSocket udp;
    private final ServerSocket tcp;
    private final Map<Name, Manner> manners = new ConcurrentHashMap<>();
    private final AtomicInteger overTcp = new AtomicInteger();
    private final AtomicInteger questions = new AtomicInteger();
    private final ScheduledThreadPoolExecutor later = new ScheduledThreadPoolExecutor(1);

    private TestDns(Zone zone, DatagramSocket udp, ServerSocket tcp) {
        this.zone = zone;
        this.udp = udp;
        this.tcp = tcp;
    }

    /** Serves the zone of a master file whose origin is the root, on a free port of loopback. */
    public static TestDns serving(String master) {
        for (int tries = 0; ; tries++) {
            try {
                InetAddress loopback = InetAddress.getLoopbackAddress();
                var tcp = new ServerSocket(0, 50, loopback);
                var udp = new DatagramSocket(new InetSocketAddress(loopback, tcp.getLocalPort()));
                var server = new TestDns(zone(master), udp, tcp);
                Thread.ofPlatform().daemon().name("test dns udp").start(server::serveUdp);
                Thread.ofPlatform().daemon().name("test dns tcp").start(server::serveTcp);
                return server;
            } catch (IOException taken) {
                // A port that is free for one of the two may be taken for the other.
                if (tries == MOST_TRIES) {
                    throw new IllegalStateException("the test DNS could not be started", taken);
                }
            }
        }
    }

    /** From now on serves another zone. */
    public void serve(String master) {
        try {
            zone = zone(master);
        } catch (IOException unreadable) {
            throw new IllegalStateException("the zone cannot be read", unreadable);
        }
    }

    private static Zone zone(String master) throws IOException {
        var records = new Master(new ByteArrayInputStream(master.getBytes(StandardCharsets.UTF_8)), Name.root, 60);
        var all = new ArrayList<Record>();
        for (Record record = records.nextRecord(); record != null; record = records.nextRecord()) {
            all.add(record);
        }
        return new Zone(Name.root, all.toArray(Record[]::new));
    }

    /** From now on answers for that name in that manner. */
    public TestDns answering(String name, Manner manner) {
        manners.put(name(name), manner);
        return this;
    }

    /** As {@code asteris.dns.resolvers} names it. */
    public String address() {
        return "127.0.0.1:" + udp.getLocalPort();
    }

    /** How many questions came over TCP. */
    public int overTcp() {
        return overTcp.get();
    }

    /** How many questions came in all. */
    public int questions() {
        return questions.get();
    }

    private void serveUdp() {
        byte[] buffer = new byte[4096];
        while (!udp.isClosed()) {
            try {
                var packet = new DatagramPacket(buffer, buffer.length);
                udp.receive(packet);
                var query = new Message(Arrays.copyOf(buffer, packet.getLength()));
                Manner manner = manners.get(query.getQuestion().getName());
                questions.incrementAndGet();
                if (manner == Manner.SILENT) {
                    continue;
                }
                OPTRecord opt = query.getOPT();
                int room = opt == null ? PLAIN_UDP : opt.getPayloadSize();
                byte[] answer = answer(query, manner).toWire(room);
                var reply = new DatagramPacket(answer, answer.length, packet.getSocketAddress());
                var unused = later.schedule(
                        () -> send(reply), manner == Manner.SLOW ? SLOWNESS.toMillis() : 0, TimeUnit.MILLISECONDS);
            } catch (IOException closedOrForeign) {
                // The loop's condition ends it; what cannot be read is not answered.
            }
        }
    }

    private void send(DatagramPacket reply) {
        try {
            udp.send(reply);
        } catch (IOException closed) {
            // Nobody waits for it.
        }
    }

    private void serveTcp() {
        while (!tcp.isClosed()) {
            try (Socket socket = tcp.accept()) {
                var in = new DataInputStream(socket.getInputStream());
                byte[] octets = in.readNBytes(in.readUnsignedShort());
                overTcp.incrementAndGet();
                byte[] answer = answer(new Message(octets), null).toWire();
                var out = new DataOutputStream(socket.getOutputStream());
                out.writeShort(answer.length);
                out.write(answer);
                out.flush();
            } catch (IOException closedOrForeign) {
                // As above.
            }
        }
    }

    private Message answer(Message query, @Nullable Manner manner) {
        Record question = query.getQuestion();
        var answer = new Message(query.getHeader().getID());
        answer.getHeader().setFlag(Flags.QR);
        answer.addRecord(question, Section.QUESTION);
        if (manner == Manner.SERVFAIL || manner == Manner.REFUSED) {
            answer.getHeader().setRcode(manner == Manner.SERVFAIL ? Rcode.SERVFAIL : Rcode.REFUSED);
            return answer;
        }
        if (manner == Manner.REFERRAL) {
            answer.addRecord(
                    new NSRecord(question.getName(), DClass.IN, 60, name("ns.elsewhere.test")), Section.AUTHORITY);
            return answer;
        }
        answer.getHeader().setFlag(Flags.AA);
        SetResponse found = zone.findRecords(question.getName(), question.getType());
        if (found.isNXDOMAIN()) {
            answer.getHeader().setRcode(Rcode.NXDOMAIN);
        } else if (found.isCNAME()) {
            // Its target is left out on purpose: a server need not know it.
            answer.addRecord(found.getCNAME(), Section.ANSWER);
        } else if (found.isSuccessful()) {
            for (RRset set : found.answers()) {
                set.rrs().forEach(record -> answer.addRecord(record, Section.ANSWER));
            }
        }
        return answer;
    }

    private static Name name(String text) {
        return Name.fromConstantString(text.toLowerCase(Locale.ROOT) + ".");
    }

    @Override
    public void close() {
        later.shutdownNow();
        udp.close();
        try {
            tcp.close();
        } catch (IOException closedAlready) {
            throw new IllegalStateException(closedAlready);
        }
    }
}
