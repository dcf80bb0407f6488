package io.asteris.local.folder;

import io.asteris.embedded.FreePort;
import io.asteris.local.Refusal;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The ports of one set: chosen free at the first start, the same at every later one. */
public final class PortMemory {
    public static final int DEFAULT_FRONT_DOOR = 8080;
    private static final int LAST_PORT = 65_535;

    private final DataFolder folder;
    private final Map<Port, Integer> ports;

    private PortMemory(DataFolder folder, Map<Port, Integer> ports) {
        this.folder = folder;
        this.ports = ports;
    }

    /** What was remembered; a port that is not remembered yet is chosen and remembered now. */
    public static PortMemory of(DataFolder folder) {
        Map<String, String> lines = PrivateFile.read(folder.ports());
        Map<Port, Integer> ports = new EnumMap<>(Port.class);
        for (Port port : Port.values()) {
            ports.put(port, remembered(lines.get(port.name())));
        }
        PortMemory memory = new PortMemory(folder, ports);
        memory.fillIn();
        return memory;
    }

    public int get(Port port) {
        return ports.getOrDefault(port, 0);
    }

    /**
     * Makes sure that every port can be used: one that a stranger has taken meanwhile is chosen anew, but the front
     * door's is the caller's word and only refused.
     *
     * @param frontDoor the port asked for; null takes the one of last time
     * @param ours whether the process that uses this port is ours and runs, so that the port may well be taken
     * @throws Refusal when the front door's port is taken
     */
    public void settle(@Nullable Integer frontDoor, Predicate<Port> ours) {
        boolean moved = frontDoor != null && frontDoor != get(Port.FRONT_DOOR);
        if (frontDoor != null) {
            ports.put(Port.FRONT_DOOR, requirePort(frontDoor));
        }
        for (Port port : Port.values()) {
            boolean movedHere = moved && port == Port.FRONT_DOOR;
            if (FreePort.isFree(get(port)) || (!movedHere && ours.test(port))) {
                continue;
            }
            if (port == Port.FRONT_DOOR) {
                throw new Refusal("Port " + get(port) + " is in use by another program; give a free one with --port.");
            }
            ports.put(port, chooseNew());
        }
        save();
    }

    /** Checks a port a person gave: 1 to 65535. */
    public static int requirePort(int port) {
        if (port < 1 || port > LAST_PORT) {
            throw new Refusal("A port is a number from 1 to " + LAST_PORT + ", not " + port + ".");
        }
        return port;
    }

    private void fillIn() {
        boolean changed = false;
        for (Port port : Port.values()) {
            if (get(port) == 0) {
                ports.put(port, port == Port.FRONT_DOOR ? DEFAULT_FRONT_DOOR : chooseNew());
                changed = true;
            }
        }
        if (changed) {
            save();
        }
    }

    private int chooseNew() {
        int port = FreePort.choose();
        while (ports.containsValue(port)) {
            port = FreePort.choose();
        }
        return port;
    }

    private void save() {
        Map<String, String> lines = new LinkedHashMap<>();
        ports.forEach((port, number) -> lines.put(port.name(), Integer.toString(number)));
        PrivateFile.write(folder.ports(), lines);
    }

    private static int remembered(@Nullable String text) {
        try {
            return text == null ? 0 : Integer.parseInt(text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
