package io.asteris.local.set;

import io.asteris.embedded.KafkaProcess;
import io.asteris.embedded.KafkaSettings;
import io.asteris.embedded.PostgresBootstrap;
import io.asteris.embedded.PostgresFolder;
import io.asteris.embedded.PostgresServer;
import io.asteris.embedded.PostgresSettings;
import io.asteris.embedded.Topics;
import io.asteris.local.folder.DataFolder;
import io.asteris.local.folder.Port;
import io.asteris.local.folder.PortMemory;
import io.asteris.local.folder.Secrets;
import io.asteris.local.frontdoor.FrontDoorProcess;
import io.asteris.local.inbox.InboxProcess;
import io.asteris.local.supervise.Probe;
import io.asteris.local.supervise.ProcessSpec;
import io.asteris.local.supervise.StopSignal;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Draws up the processes of one set: names, commands, environments, what comes after what. */
final class Blueprint {
    private static final int POSTGRES_STAGE = 0;
    private static final int KAFKA_STAGE = 1;
    private static final int INBOX_STAGE = 2;
    private static final int SERVICE_STAGE = 3;
    private static final int FRONT_DOOR_STAGE = 4;

    private static final int KAFKA_HEAP = 256;
    private static final int INBOX_HEAP = 192;
    private static final int FRONT_DOOR_HEAP = 64;
    /** One gigabyte: measured, it keeps the 99th percentile of commit times at a tenth. */
    private static final int WAL_MEGABYTES = 1024;

    private final Checkout checkout;
    private final DataFolder folder;
    private final PortMemory ports;
    private final Secrets secrets;
    private final Map<String, String> settings;

    Blueprint(Checkout checkout, DataFolder folder, PortMemory ports, Secrets secrets, SetOptions options) {
        this.checkout = checkout;
        this.folder = folder;
        this.ports = ports;
        this.secrets = secrets;
        this.settings = options.allSettings(url());
    }

    /** All processes, in the order in which a person would name them. */
    List<ProcessSpec> specs() {
        List<ProcessSpec> specs = new ArrayList<>(List.of(postgres(), kafka(), inbox()));
        for (Service service : Service.values()) {
            specs.add(service(service));
        }
        if (Boolean.parseBoolean(settings.get(SetOptions.SECOND_DISPATCHER))) {
            specs.add(secondDispatcher());
        }
        if (Boolean.parseBoolean(settings.get(SetOptions.SECOND_INGEST))) {
            specs.add(service(
                    SetProcesses.SECOND_INGEST,
                    Service.WEBHOOK_INGEST,
                    Port.WEBHOOK_INGEST_2,
                    Port.WEBHOOK_INGEST_2_MANAGEMENT,
                    settings));
        }
        specs.add(frontDoor());
        return specs;
    }

    /** The address of the front door; no path. */
    String url() {
        return "http://localhost:" + ports.get(Port.FRONT_DOOR);
    }

    /** What scripts need to talk to the set, but for the site's own values. */
    Map<String, String> addresses() {
        Map<String, String> values = new TreeMap<>();
        values.put("ASTERIS_INBOX_URL", "http://127.0.0.1:" + ports.get(Port.INBOX_HTTP));
        values.put("ASTERIS_INBOX_SMTP", "127.0.0.1:" + ports.get(Port.INBOX_SMTP));
        values.put("KAFKA_BOOTSTRAP", kafkaSettings().bootstrap());
        values.put(
                "DATABASE_URL",
                "postgresql://postgres:" + secrets.postgresPassword() + "@127.0.0.1:" + ports.get(Port.POSTGRES) + "/"
                        + PostgresBootstrap.DATABASE);
        return values;
    }

    private ProcessSpec postgres() {
        PostgresSettings postgres = new PostgresSettings(
                folder.postgres(),
                ports.get(Port.POSTGRES),
                secrets.postgresPassword(),
                true,
                WAL_MEGABYTES,
                folder.logs().resolve("postgres.log"));
        return new ProcessSpec(
                "postgres",
                () -> PostgresFolder.prepare(postgres),
                Map.of(),
                postgres.port(),
                () -> PostgresServer.isReady(postgres),
                POSTGRES_STAGE,
                StopSignal.INT,
                Set.of(),
                () -> PostgresBootstrap.run(postgres, secrets.databasePassword()));
    }

    private KafkaSettings kafkaSettings() {
        return new KafkaSettings(folder.kafka(), ports.get(Port.KAFKA), ports.get(Port.KAFKA_CONTROLLER), true);
    }

    private ProcessSpec kafka() {
        KafkaSettings kafka = kafkaSettings();
        List<String> command =
                checkout.program(KafkaProcess.class, KAFKA_HEAP, compiler(), KafkaProcess.arguments(kafka));
        return ProcessSpec.of("kafka", command, kafka.port(), Probe.tcp(kafka.port()), KAFKA_STAGE)
                .whenReady(() -> Topics.createAll(kafka.bootstrap(), true));
    }

    /** The broker is told of no other setting, because it would be started anew whenever one changes. */
    private Map<String, String> compiler() {
        Map<String, String> compiler = new HashMap<>(settings);
        compiler.keySet().retainAll(Set.of(Checkout.COMPILER));
        return compiler;
    }

    private ProcessSpec inbox() {
        int http = ports.get(Port.INBOX_HTTP);
        List<String> arguments = InboxProcess.arguments(folder.inbox(), ports.get(Port.INBOX_SMTP), http);
        List<String> command = checkout.program(InboxProcess.class, INBOX_HEAP, settings, arguments);
        return ProcessSpec.of(
                "inbox",
                command,
                ports.get(Port.INBOX_SMTP),
                Probe.http(URI.create("http://127.0.0.1:" + http + "/count")),
                INBOX_STAGE);
    }

    /** Where each service tells whether it is ready, by its name. */
    Map<String, URI> readiness() {
        Map<String, URI> readiness = new TreeMap<>();
        for (Service service : Service.values()) {
            readiness.put(service.module(), readiness(service.management()));
        }
        return readiness;
    }

    private URI readiness(Port management) {
        return URI.create("http://127.0.0.1:" + ports.get(management) + "/q/health/ready");
    }

    private ProcessSpec service(Service service) {
        return service(service.module(), service, service.port(), service.management(), settings);
    }

    /** Another instance beside the first, which the front door does not know, with a name of its own: for campaigns. */
    private ProcessSpec secondDispatcher() {
        Map<String, String> own = new TreeMap<>(settings);
        String name = SetProcesses.SECOND_DISPATCHER;
        own.put("asteris.dispatcher.instance", name);
        return service(name, Service.DISPATCHER, Port.DISPATCHER_2, Port.DISPATCHER_2_MANAGEMENT, own);
    }

    private ProcessSpec service(String name, Service service, Port port, Port management, Map<String, String> own) {
        return ProcessSpec.of(
                        name,
                        checkout.service(service, own),
                        ports.get(port),
                        Probe.http(readiness(management)),
                        SERVICE_STAGE)
                .with(environment(service, port, management))
                .after(Set.of("postgres", "kafka"));
    }

    private Map<String, String> environment(Service service, Port port, Port management) {
        Map<String, String> environment = new HashMap<>(secrets.keys());
        environment.put("ASTERIS_MASTER_KEY_FILE", secrets.masterKeyFile().toString());
        environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
        environment.put("QUARKUS_HTTP_PORT", Integer.toString(ports.get(port)));
        environment.put("QUARKUS_MANAGEMENT_HOST", "127.0.0.1");
        environment.put("QUARKUS_MANAGEMENT_PORT", Integer.toString(ports.get(management)));
        environment.put("KAFKA_BOOTSTRAP_SERVERS", kafkaSettings().bootstrap());
        environment.put(
                "ASTERIS_DATABASE_URL",
                "postgresql://127.0.0.1:" + ports.get(Port.POSTGRES) + "/" + PostgresBootstrap.DATABASE);
        environment.put("ASTERIS_DATABASE_PASSWORD", secrets.databasePassword());
        if (service == Service.SEND_GATEWAY) {
            environment.put("ASTERIS_BOOTSTRAP_ADMIN_KEY", secrets.adminKey());
        }
        if (service == Service.DELIVERABILITY) {
            environment.put("ASTERIS_ALERTS_SMTP_HOST", "127.0.0.1");
            environment.put("ASTERIS_ALERTS_SMTP_PORT", Integer.toString(ports.get(Port.INBOX_SMTP)));
            environment.put("ASTERIS_ALERTS_SMTP_START_TLS", "DISABLED");
            environment.put("ASTERIS_ALERTS_FROM", "alerts@localhost.example");
            environment.put("ASTERIS_ALERTS_OPERATOR", "operator@localhost.example");
        }
        return environment;
    }

    private ProcessSpec frontDoor() {
        Map<String, Integer> services = new TreeMap<>();
        for (Service service : Service.values()) {
            services.put(service.module(), ports.get(service.port()));
        }
        int port = ports.get(Port.FRONT_DOOR);
        List<String> command = checkout.program(
                FrontDoorProcess.class, FRONT_DOOR_HEAP, settings, FrontDoorProcess.arguments(port, services));
        return ProcessSpec.of("front-door", command, port, Probe.tcp(port), FRONT_DOOR_STAGE);
    }
}
